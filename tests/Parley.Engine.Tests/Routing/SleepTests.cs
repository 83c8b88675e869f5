using Parley.Engine.Routing.Local;
using Parley.Engine.Tests.Simulation;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;
using Parley.Testing;

namespace Parley.Engine.Tests.Routing;

/// <summary>Rooms go to sleep when nobody posts, and nobody who posts notices.</summary>
public sealed class SleepTests : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(new RoomOptions().IdleSeconds);

    private readonly FaultyLog _log = new();
    private readonly ManualTime _time = new();
    private readonly CollectingLogger<LocalRoomRouter> _logger = new();
    private readonly TestEngine _engine;
    private readonly LocalRoomRouter _router;

    public SleepTests()
    {
        _engine = new TestEngine(_log, new RoomKinds([ChatKind.Instance, new TallyKind(), new UnsavableKind()]));
        _router = new LocalRoomRouter(_engine.Owners, new RoomOptions(), _time, _logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _router.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task BeginClose_RoomThatWasPostedTo_HappensAtTheSecondCheck()
    {
        var room = new LocalRoom("room", _engine.Owners);
        await room.TryPostAsync([Say("one")])!;

        Assert.False(room.TryBeginClose(onlyIfIdle: true));
        Assert.True(room.TryBeginClose(onlyIfIdle: true));

        Assert.False(room.TryBeginClose(onlyIfIdle: false));
        Assert.Null(room.TryPostAsync([Say("two")]));
    }

    [Fact]
    public async Task BeginClose_PostIsBeingCommitted_Waits()
    {
        var room = new LocalRoom("room", _engine.Owners);
        var append = _log.HoldAppends();
        var posting = room.TryPostAsync([Say("one")])!;
        await _log.Appending.WaitAsync(Deadline.Step);

        for (var check = 0; check < 5; check++)
        {
            Assert.False(room.TryBeginClose(onlyIfIdle: true));
        }

        append.SetResult();
        Assert.Equal(1, (await posting)[0].Sequence);
        Assert.True(room.TryBeginClose(onlyIfIdle: true));
    }

    [Fact]
    public async Task Sleep_RoomWithState_SavesItAndTakesNoMemory()
    {
        await CreateAsync("tally");
        await PostAsync(TallyKind.Add("ada", 5, "c1"));

        await AdvanceUntilAsync(() => _router.Count == 0);

        Assert.Equal(2, (await _log.ReadSnapshotAsync("room"))!.Sequence);
        _log.ReadsAfter.Clear();
        Assert.Equal(3, await PostAsync(TallyKind.Add("ada", 5, "c2")));
        Assert.Empty(_log.ReadsAfter);
        Assert.Equal(1, _router.Count);
    }

    [Fact]
    public async Task Post_WhileTheRoomFallsAsleep_WaitsUntilItsStateIsSaved()
    {
        await CreateAsync("tally");
        var save = _log.HoldSnapshots();
        await AdvanceUntilAsync(() => _log.Saving.IsCompleted);

        var posting = _router.PostAsync("room", [TallyKind.Add("ada", 5, "c1")]);
        Assert.False(posting.IsCompleted);
        save.SetResult();

        Assert.Equal(2, (await posting.WaitAsync(Deadline.Step))[0].Sequence);
    }

    [Fact]
    public async Task Sleep_KindCannotSaveItsState_IsReportedAndTheRoomGoesOn()
    {
        await CreateAsync("unsavable");

        await AdvanceUntilAsync(() => _router.Count == 0);

        Assert.Contains("was not saved", Assert.Single(_logger.Entries), StringComparison.Ordinal);
        Assert.Equal(2, await PostAsync(TallyKind.Add("ada", 5, "c1")));
    }

    [Fact]
    public async Task Dispose_SavesEveryStateAndRefusesPosts()
    {
        await CreateAsync("tally");

        await _router.DisposeAsync();

        Assert.Equal(1, (await _log.ReadSnapshotAsync("room"))!.Sequence);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _router.PostAsync("room", [TallyKind.Add("ada", 5, "c1")]));
    }

    [Fact]
    public async Task Post_WhileRoomsSleepAllTheTime_HasOneOwner()
    {
        const int Rooms = 10;
        const int Posts = 200;
        using var stop = new CancellationTokenSource();
        var clock = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                _time.Advance(Idle);
                await Task.Yield();
            }
        });

        var heads = await Task.WhenAll(Enumerable.Range(0, Rooms).Select(room => Task.Run(async () =>
        {
            var sequences = new List<long>();
            for (var i = 0; i < Posts; i++)
            {
                var outcome = (await _router.PostAsync($"room-{room}", [Say($"{i}", $"c{i}")]))[0];
                Assert.Null(outcome.Rejection);
                sequences.Add(outcome.Sequence);
                await Task.Yield();
            }

            return sequences;
        }))).WaitAsync(Deadline.Step);
        await stop.CancelAsync();
        await clock;

        Assert.All(heads, sequences => Assert.Equal(Enumerable.Range(1, Posts).Select(sequence => (long)sequence), sequences));
    }

    private static PostCommand Say(string text, string? commandId = null) => PostCommand.Message("ada", text, commandId);

    private async Task CreateAsync(string kind) =>
        Assert.Equal(1, await PostAsync(RoomCreation.Command("ada", new CreatedContent(kind, 1, default))));

    private async Task<long> PostAsync(PostCommand post) => (await _router.PostAsync("room", [post]).WaitAsync(Deadline.Step))[0].Sequence;

    // A check of the rooms runs on another thread, and may take longer than the clock stands still.
    private async Task AdvanceUntilAsync(Func<bool> isReached)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        while (!isReached())
        {
            deadline.Token.ThrowIfCancellationRequested();
            _time.Advance(Idle);
            await Task.Yield();
        }
    }
}
