using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Tests;

/// <summary>The parts of the engine over a log, as a host puts them together.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    public TestEngine(IRoomLog log, RoomKinds? kinds = null, int snapshotEvents = 1_000, ILogger<RoomOwner>? logger = null)
    {
        Feeds = new FeedDirectory([], Options.Create(new FeedOptions()), log, NullLogger<FeedDirectory>.Instance);
        Committer = new Committer(
            log, Feeds, new StorageHealth(), Options.Create(new CommitOptions()), TimeProvider.System, NullLogger<Committer>.Instance);
        Owners = TestOwners.Create(log, Feeds, Committer, TimeProvider.System, kinds, snapshotEvents, logger);
    }

    public FeedDirectory Feeds { get; }

    public Committer Committer { get; }

    public RoomOwners Owners { get; }

    public ValueTask DisposeAsync() => Committer.DisposeAsync();
}
