using Parley.Engine.Logs;

namespace Parley.Engine.Feeds;

/// <summary>A feed in the directory, how many leases it has, and the look-up of its first head.</summary>
/// <param name="feed">The feed.</param>
/// <param name="reading">Cancels the feed's reads of the log.</param>
internal sealed class FeedEntry(Feed feed, CancellationTokenSource reading)
{
    private readonly Lock _gate = new();
    private Task? _initialization;

    public Feed Feed => feed;

    /// <summary>Cancels the feed's reads of the log. Cancelled when its last lease ends.</summary>
    public CancellationTokenSource Reading => reading;

    /// <summary>How many leases this feed has or is about to have. Guarded by the directory's gate.</summary>
    public int Leases { get; set; }

    /// <summary>Completes when the feed has a head. The room is looked up once; after a failure, the next call tries again.</summary>
    public Task InitializeAsync(Func<Task<RoomInfo>> readRoom)
    {
        lock (_gate)
        {
            return _initialization is null or { IsFaulted: true } or { IsCanceled: true }
                ? _initialization = AdvanceToHeadAsync(readRoom)
                : _initialization;
        }
    }

    private async Task AdvanceToHeadAsync(Func<Task<RoomInfo>> readRoom) => feed.AdvanceTo(await readRoom());
}
