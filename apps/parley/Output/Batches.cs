namespace Parley.Command.Output;

internal static class Batches
{
    /// <summary>
    /// The same items in lists: each list holds what is there without waiting, one item at least and <paramref name="most"/> at most.
    /// The list is reused for the next batch.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InBatchesAsync<T>(this IAsyncEnumerable<T> items, int most)
    {
        var batch = new List<T>();
        var enumerator = items.GetAsyncEnumerator();
        while (true)
        {
            var next = enumerator.MoveNextAsync();
            if (batch.Count > 0 && (!next.IsCompletedSuccessfully || batch.Count == most))
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

        // Not in a finally block: a caller who stops early leaves a read under way, and that cannot be disposed of.
        await enumerator.DisposeAsync();
    }
}
