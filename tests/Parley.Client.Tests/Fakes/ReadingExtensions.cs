using Parley.Testing;

namespace Parley.Client.Tests.Fakes;

/// <summary>Reads step by step, each step with a deadline.</summary>
public static class ReadingExtensions
{
    /// <summary>The next item.</summary>
    public static async Task<T> NextAsync<T>(this IAsyncEnumerator<T> items) =>
        await items.MoveNextAsync().AsTask().Within($"a {typeof(T).Name}")
            ? items.Current
            : throw new InvalidOperationException("The enumeration has ended.");

    /// <summary>The next items.</summary>
    public static async Task<List<T>> NextAsync<T>(this IAsyncEnumerator<T> items, int count)
    {
        var taken = new List<T>(count);
        while (taken.Count < count)
        {
            taken.Add(await items.NextAsync());
        }

        return taken;
    }

    /// <summary>The texts of the next messages.</summary>
    public static async Task<List<string>> NextTextsAsync(this IAsyncEnumerator<RoomItem> items, int count) =>
        [.. (await items.NextAsync(count)).Cast<MessageEvent>().Select(message => message.Text)];

    /// <summary>A reader of a room.</summary>
    public static IAsyncEnumerator<RoomItem> Read(this ParleyRoom room, CancellationToken cancellationToken = default) =>
        room.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
}
