using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Retention;
using Parley.Engine.Tests.Feeds;
using Parley.Engine.Tests.Simulation;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Engine.Tests.Retention;

public sealed class RoomRetentionTests : IAsyncDisposable
{
    private static readonly TextFormat Format = new();

    private readonly FaultyLog _log = new();
    private readonly FeedDirectory _feeds;

    public RoomRetentionTests() =>
        _feeds = new FeedDirectory([Format], Options.Create(new FeedOptions()), _log, NullLogger<FeedDirectory>.Instance);

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Run_FirstMatchingRule_Counts()
    {
        await FillAsync("audit-1", 10);
        await FillAsync("kitchen", 10);
        await FillAsync("other", 10);

        Assert.Equal(8, await RunAsync("audit-*=forever", "kit*=2events", "audit-*=1events"));

        Assert.Equal((1, 9, 1), (await FloorAsync("audit-1"), await FloorAsync("kitchen"), await FloorAsync("other")));
        Assert.Equal(0, await RunAsync("audit-*=forever", "kit*=2events"));
    }

    [Fact]
    public async Task Run_SmallSteps_RemovesEverythingThatIsNotKept()
    {
        await FillAsync("kitchen", 1_000);

        Assert.Equal(993, await RunAsync("*=7events"));

        Assert.Equal(994, await FloorAsync("kitchen"));
        Assert.Equal(1_000, await _log.ReadHeadAsync("kitchen"));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(6L, 7)]
    [InlineData(20L, 16)]
    public async Task Run_RoomWithState_KeepsWhatItsSnapshotDoesNotHave(long? snapshot, long floor)
    {
        await _log.AppendAsync([new AppendBatch("tally", [Created(new TallyKind().Name)])]);
        await FillAsync("tally", 19, first: 2);
        if (snapshot is { } sequence)
        {
            await _log.SaveSnapshotAsync("tally", new Snapshot(sequence, new TallyKind().Version, new byte[16]));
        }

        await RunAsync("*=5events");

        Assert.Equal(floor, await FloorAsync("tally"));
    }

    [Theory]
    [InlineData("tally", 1, 5, TrimHold.State)]
    [InlineData("tally", 1, 15, TrimHold.None)]
    [InlineData("tally", 99, 5, TrimHold.NoSnapshot)]
    [InlineData("strange", 1, 5, TrimHold.UnknownKind)]
    [InlineData("chat", 1, 5, TrimHold.None)]
    public async Task Trim_RoomThatNeedsMore_SaysWhy(string kind, int snapshotVersion, int keep, TrimHold expected)
    {
        await _log.AppendAsync([new AppendBatch("room", [Created(kind)])]);
        await FillAsync("room", 19, first: 2);
        await _log.SaveSnapshotAsync("room", new Snapshot(6, snapshotVersion, new byte[16]));
        Assert.True(RetentionRule.TryParseLimits($"{keep}events", out var rule, out _));

        var result = await Create().TrimAsync("room", rule.ToLimit(DateTimeOffset.UtcNow), TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Hold);
    }

    [Fact]
    public async Task Run_KindThatIsNotKnown_RemovesNothing()
    {
        await _log.AppendAsync([new AppendBatch("strange", [Created("strange")])]);
        await FillAsync("strange", 10, first: 2);

        Assert.Equal(0, await RunAsync("*=1events"));
    }

    [Fact]
    public async Task Run_FollowerAboveTheFloor_GetsEverything()
    {
        await FillAsync("kitchen", 10);
        using var lease = await _feeds.FollowAsync("kitchen", Format, FollowFrom.After(5), new AsyncSignal());

        await RunAsync("*=5events");

        var output = new ArrayBufferWriter<byte>();
        await lease.Follower.ReadLogAsync(output);
        Assert.Equal(10, lease.Follower.Position);
    }

    [Fact]
    public async Task Run_FollowerBelowTheFloor_IsToldSoAndLaterOnesBeginThere()
    {
        await FillAsync("kitchen", 10);
        using var lease = await _feeds.FollowAsync("kitchen", Format, FollowFrom.After(4), new AsyncSignal());

        await RunAsync("*=5events");

        var failure = await Assert.ThrowsAsync<RoomLogException>(() => lease.Follower.ReadLogAsync(new ArrayBufferWriter<byte>()));
        Assert.Equal(RoomLogFailure.BelowFloor, failure.Failure);
        foreach (var from in new[] { FollowFrom.After(0), FollowFrom.Last(100), FollowFrom.After(5) })
        {
            using var later = await _feeds.FollowAsync("kitchen", Format, from, new AsyncSignal());
            Assert.Equal((5, 6), (later.Follower.Position, later.Room.Floor));
        }
    }

    [Fact]
    public async Task ReadLog_EventMissingAboveTheFloor_IsNoRetention()
    {
        await FillAsync("kitchen", 10);
        using var lease = await _feeds.FollowAsync("kitchen", Format, FollowFrom.After(4), new AsyncSignal());

        _log.Truncate("kitchen", head: 2);

        var failure = await Assert.ThrowsAsync<RoomLogException>(() => lease.Follower.ReadLogAsync(new ArrayBufferWriter<byte>()));
        Assert.Equal(RoomLogFailure.Unavailable, failure.Failure);
    }

    [Fact]
    public async Task Run_EverythingRemoved_RoomGoesOn()
    {
        await FillAsync("kitchen", 10);
        using var lease = await _feeds.FollowAsync("kitchen", Format, FollowFrom.Now, new AsyncSignal());
        await RunAsync("*=1s");

        using var later = await _feeds.FollowAsync("kitchen", Format, FollowFrom.Last(100), new AsyncSignal());
        await FillAsync("kitchen", 1, first: 11);
        _feeds.Publish("kitchen", [TextFormat.Event(11)]);

        Assert.Equal((10, 11), (later.Room.Head, later.Room.Floor));
        foreach (var follower in new[] { lease.Follower, later.Follower })
        {
            Assert.Equal(FeedRead.Frames, follower.Read(new ArrayBufferWriter<byte>()));
            Assert.Equal(11, follower.Position);
        }
    }

    [Fact]
    public void New_MalformedRule_IsRefused()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Create("*=sometimes"));

        Assert.Contains("'sometimes'", Assert.Single(refused.Failures), StringComparison.Ordinal);
        Assert.False(Create().HasRules);
        Assert.False(Create("*=forever").HasRules);
        Assert.True(Create("*=forever", "a=1d").HasRules);
    }

    private static RoomEvent Created(string kind) =>
        new(1, "ada", DateTimeOffset.UnixEpoch, new CreatedContent(kind, 1, default).Encode(), null);

    private Task<long> RunAsync(params string[] rules) => Create(rules).RunAsync(TestContext.Current.CancellationToken);

    private RoomRetention Create(params string[] rules)
    {
        var options = new RetentionOptions { Keep = rules, MaxStep = 10 };
        return new RoomRetention(
            _log, _feeds, new RoomKinds([ChatKind.Instance, new TallyKind()]), Options.Create(options), TimeProvider.System,
            NullLogger<RoomRetention>.Instance);
    }

    private async Task<long> FloorAsync(string room) => (await _log.ReadRoomAsync(room)).Floor;

    private async Task FillAsync(string room, int count, long first = 1) => Assert.Equal(
        [AppendOutcome.Appended],
        await _log.AppendAsync([new AppendBatch(room, [.. Enumerable.Range(0, count).Select(i => TextFormat.Event(first + i))])]));
}
