using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Contracts.Testing.Logs;

/// <summary>
/// What every <see cref="IRoomLog"/> does, no matter how it is implemented. Derive a test class from this one and implement
/// <see cref="OpenAsync"/>.
/// </summary>
/// <remarks>
/// Every test gets a log of its own. What a log does beyond one process, such as surviving a restart or a lost disk, depends on the
/// implementation: test that in the derived class.
/// </remarks>
public abstract partial class RoomLogContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly PageLimit Unlimited = new(int.MaxValue, int.MaxValue);

    /// <summary>The log under test. A derived test may close it and put another one in its place.</summary>
    protected IRoomLog Log { get; set; } = null!;

    /// <summary>Opens the log.</summary>
    public async ValueTask InitializeAsync() => Log = await OpenAsync();

    /// <summary>Closes the log.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A room without events has head 0 and no pages, and is not listed.</summary>
    [Fact]
    public async Task Room_WithoutEvents_IsEmpty()
    {
        Assert.Equal(0, await Log.ReadHeadAsync("room"));
        Assert.Empty(await Log.ReadAfterAsync("room", 0, Unlimited));
        Assert.Empty(await Log.ReadBeforeAsync("room", long.MaxValue, Unlimited));
        Assert.Empty(await Log.ListRoomsAsync("", 10));
    }

    /// <summary>Opens a new log without any events.</summary>
    protected abstract Task<IRoomLog> OpenAsync();

    /// <summary>Events that continue a room, without command ids.</summary>
    /// <param name="room">The room.</param>
    /// <param name="first">The first sequence.</param>
    /// <param name="count">How many events.</param>
    protected static AppendBatch Batch(string room, long first, int count) =>
        new(room, [.. Enumerable.Range(0, count).Select(i => Event(first + i, $"text {first + i}"))]);

    private static RoomEvent Event(long sequence, string text, string? command = null) =>
        RoomEvent.Message(sequence, "ada", Noon, text, command);

    private static IEnumerable<long> Sequences(IEnumerable<RoomEvent> events) => events.Select(@event => @event.Sequence);
}
