namespace Parley.Engine.Feeds;

/// <summary>A feed in the directory, how many follow it, and its beginning, which is looked up once.</summary>
internal sealed class FeedEntry(Feed feed)
{
    private readonly Lock _gate = new();
    private Task? _begun;

    public Feed Feed => feed;

    /// <summary>How many hold this feed. Guarded by the directory's gate.</summary>
    public int Followers { get; set; }

    /// <summary>Completes when the feed knows where it begins.</summary>
    public Task BeginAsync(Func<Task<long>> readHead)
    {
        lock (_gate)
        {
            return _begun is null or { IsFaulted: true } or { IsCanceled: true } ? _begun = LookUpAsync(readHead) : _begun;
        }
    }

    private async Task LookUpAsync(Func<Task<long>> readHead) => feed.AdvanceTo(await readHead());
}
