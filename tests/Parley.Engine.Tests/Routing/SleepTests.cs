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

        var opens = _log.Opens;
        var posting = _router.PostAsync("room", [TallyKind.Add("ada", 5, "c1")]);
        await PostAsync(Say("elsewhere"), "other");
        Assert.Equal(opens + 1, _log.Opens);
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
    public async Task Dispose_PostIsStillUndecided_WaitsForItsAnswer()
    {
        var reads = _log.HoldReads();
        var posting = _router.PostAsync("room", [Say("one")]);

        var disposing = _router.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<TimeoutException>(() => disposing.WaitAsync(TimeSpan.FromMilliseconds(200)));
        reads.SetResult();

        Assert.Equal(1, (await posting.WaitAsync(Deadline.Step))[0].Sequence);
        await disposing.WaitAsync(Deadline.Step);
        Assert.Single(_log.Groups);
    }

    [Fact]
    public async Task Dispose_WhileOthersPostToNewRooms_LeavesNothingBehind()
    {
        const int Posters = 8;
        var posted = 0;
        var hundred = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posters = Enumerable.Range(0, Posters).Select(poster => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                Assert.Equal(1, await PostAsync(Say("one"), $"room-{poster}-{i}"));
                if (Interlocked.Increment(ref posted) == 100)
                {
                    hundred.SetResult();
                }
            }
        })).ToList();
        await hundred.Task.WaitAsync(Deadline.Step);

        await _router.DisposeAsync().AsTask().WaitAsync(Deadline.Step);
        var appended = _log.Groups.Sum(group => group.Count);

        foreach (var poster in posters)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => poster);
        }

        Assert.Equal((appended, posted), (_log.Groups.Sum(group => group.Count), appended));
    }

    [Fact]
    public async Task Post_WhileRoomsSleepAllTheTime_HasOneOwner()
    {
        const int Rooms = 10;
        const int Posters = 4;
        const int Posts = 100;
        using var stop = new CancellationTokenSource();
        var clock = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                _time.Advance(Idle);
                await Task.Yield();
            }
        });

        var posted = await Task.WhenAll(Enumerable.Range(0, Rooms * Posters).Select(poster => Task.Run(async () =>
        {
            var sequences = new List<(int Room, long Sequence)>();
            for (var i = 0; i < Posts; i++)
            {
                var outcome = (await _router.PostAsync($"room-{poster % Rooms}", [Say($"{i}", $"{poster}-{i}")]))[0];
                Assert.Null(outcome.Rejection);
                sequences.Add((poster % Rooms, outcome.Sequence));
                await Task.Yield();
            }

            return sequences;
        }))).WaitAsync(Deadline.Step);
        await stop.CancelAsync();
        await clock;

        Assert.All(posted.SelectMany(sequences => sequences).GroupBy(post => post.Room), room =>
            Assert.Equal(Enumerable.Range(1, Posters * Posts), room.Select(post => (int)post.Sequence).Order()));
        Assert.True(_log.Opens > 2 * Rooms, $"{Rooms} rooms woke only {_log.Opens} times.");
    }

    private static PostCommand Say(string text, string? commandId = null) => PostCommand.Message("ada", text, commandId);

    private async Task CreateAsync(string kind) =>
        Assert.Equal(1, await PostAsync(RoomCreation.Command("ada", new CreatedContent(kind, 1, default))));

    private async Task<long> PostAsync(PostCommand post, string room = "room") =>
        (await _router.PostAsync(room, [post]).WaitAsync(Deadline.Step))[0].Sequence;

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
