namespace Parley.Command.Output;

internal static class Batches
{
    /// <summary>
    /// Groups the items that are available without waiting, 1 to <paramref name="maxCount"/> at a time. The list is reused for the next
    /// batch.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InBatchesAsync<T>(this IAsyncEnumerable<T> items, int maxCount)
    {
        var batch = new List<T>();
        var enumerator = items.GetAsyncEnumerator();
        while (true)
        {
            var next = enumerator.MoveNextAsync();
            if (batch.Count > 0 && (!next.IsCompletedSuccessfully || batch.Count == maxCount))
            {
                yield return batch;
                batch.Clear();
            }

            if (!await next)
            {
                break;
            }

            batch.Add(enumerator.Current);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }

        // Not in a finally block: if the caller stops early, a read is pending, and the enumerator cannot be disposed.
        await enumerator.DisposeAsync();
    }
}
