using System.Buffers.Binary;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Engine.Tests.Simulation;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Engine.Tests.Snapshots;

/// <summary>A room with state opens from its snapshot and what came after it, and from the log alone if it must.</summary>
public sealed class RoomSnapshotTests : IAsyncDisposable
{
    private const int Interval = 10;

    private readonly FaultyLog _log = new();
    private readonly CollectingLogger<RoomOwner> _logger = new();
    private readonly TestEngine _engine;

    public RoomSnapshotTests()
    {
        _engine = new TestEngine(_log, new RoomKinds([ChatKind.Instance, new TallyKind()]), Interval, _logger);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Close_RoomWithState_SavesWhatItIs()
    {
        await FillAsync(5);

        var snapshot = await _log.ReadSnapshotAsync("room");

        Assert.Equal((6, 1), (snapshot!.Sequence, snapshot.Version));
        Assert.Equal(5, BinaryPrimitives.ReadInt64BigEndian(snapshot.State.Span));
    }

    [Fact]
    public async Task Open_WithASnapshot_ReadsOnlyWhatFollows()
    {
        await FillAsync(35);
        _log.ReadsAfter.Clear();

        Assert.Equal(36, await TotalAfterAddingAsync(_engine.Owners.Open("room")));

        // Only the test itself reads the log.
        Assert.Equal([36], _log.ReadsAfter);
    }

    [Fact]
    public async Task Post_EverySoManyEvents_SavesASnapshotInTheBackground()
    {
        var owner = _engine.Owners.Open("room");
        await CreateAsync(owner);
        for (var i = 0; i < 35; i++)
        {
            await AddAsync(owner);
        }

        Assert.InRange((await _log.ReadSnapshotAsync("room"))!.Sequence, 36 - Interval, 36);
        _log.ReadsAfter.Clear();
        Assert.Equal(36, await TotalAfterAddingAsync(_engine.Owners.Open("room")));
        Assert.All(_log.ReadsAfter, after => Assert.InRange(after, 36 - Interval, 36));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Fold_SnapshotThatCannotBeUsed_GivesTheLivedState(int version, bool isReported)
    {
        await FillAsync(35);
        await _log.SaveSnapshotAsync("room", new Snapshot(36, version, new byte[] { 1, 2, 3 }));

        Assert.Equal(36, await TotalAfterAddingAsync(_engine.Owners.Open("room")));

        Assert.Equal(isReported ? 1 : 0, _logger.Entries.Count(entry => entry.Contains("cannot be read", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, 36, true)]
    [InlineData(2, 0, false)]
    public async Task Open_SnapshotOfAnEarlierVersion_IsReadIfTheKindCan(int minVersion, long firstRead, bool opens)
    {
        await FillAsync(35);
        await _log.TrimAsync("room", 30, int.MaxValue);
        var kinds = new RoomKinds([ChatKind.Instance, new NewerTallyKind(minVersion)]);
        await using var engine = new TestEngine(_log, kinds, Interval, _logger);
        var owner = engine.Owners.Open("room");
        _log.ReadsAfter.Clear();

        if (opens)
        {
            Assert.Equal(36, await TotalAfterAddingAsync(owner));
        }
        else
        {
            await Assert.ThrowsAsync<RoomLogException>(() => AddAsync(owner));
        }

        Assert.Equal(firstRead, _log.ReadsAfter[0]);
    }

    [Fact]
    public async Task Save_Fails_IsReportedAndNobodyIsRefused()
    {
        _log.FailSnapshots = true;

        await FillAsync(35);

        Assert.Null(await _log.ReadSnapshotAsync("room"));
        Assert.NotEmpty(_logger.Entries);
        Assert.All(_logger.Entries, entry => Assert.Contains("cannot be saved", entry, StringComparison.Ordinal));
        Assert.Equal(36, await TotalAfterAddingAsync(_engine.Owners.Open("room")));
    }

    [Fact]
    public async Task Facts_EventsOfTheSameBatchAndOfPendingOnes_AreFound()
    {
        var owner = _engine.Owners.Open("room");
        await CreateAsync(owner);

        var first = owner.PostAsync([TallyKind.Add("ada", 7, "c1"), TallyKind.Again("ada", 2, "c2")]);
        var second = owner.PostAsync([TallyKind.Again("bob", 3, "c1"), TallyKind.Again("bob", 4, "c2"), TallyKind.Again("bob", 99, "c3")]);

        Assert.All([.. await first, .. await second], outcome => Assert.Null(outcome.Rejection));
        var events = await _log.ReadAfterAsync("room", 1, new PageLimit(int.MaxValue, int.MaxValue));
        Assert.Equal([7, 14, 21, 28, 28], events.Select(TallyKind.Total));
    }

    [Fact]
    public async Task Erase_RoomWithState_ReplacesTheSnapshotInTheSameTransaction()
    {
        await FillAsync(5);
        var owner = _engine.Owners.Open("room");
        await AddAsync(owner);

        var outcomes = await owner.PostAsync([TallyKind.Forget("ada", 3), TallyKind.Add("ada", 1, "after")]);

        Assert.All(outcomes, outcome => Assert.Null(outcome.Rejection));
        var batch = Assert.Single(_log.Groups[^1]);
        Assert.Equal((10, 10), (batch.Events[^1].Sequence, batch.Snapshot?.Sequence));
        Assert.Equal(10, (await _log.ReadSnapshotAsync("room"))!.Sequence);
        Assert.Equal(8, await TotalAfterAddingAsync(_engine.Owners.Open("room")));
    }

    [Fact]
    public async Task Erase_WhatNoSnapshotHas_TakesNone()
    {
        await FillAsync(5);
        var owner = _engine.Owners.Open("room");
        await AddAsync(owner);

        await owner.PostAsync([TallyKind.Forget("ada", 7)]);
        Assert.Null(Assert.Single(_log.Groups[^1]).Snapshot);

        await owner.PostAsync([TallyKind.Forget("ada", 6)]);
        Assert.Equal(11, Assert.Single(_log.Groups[^1]).Snapshot?.Sequence);
    }

    [Fact]
    public async Task Facts_OfWhatIsBeingErased_AreErased()
    {
        var owner = _engine.Owners.Open("room");
        await CreateAsync(owner);
        await owner.PostAsync([TallyKind.Add("ada", 7, "c1"), TallyKind.Add("ada", 5, "c2")]);

        var append = _log.HoldAppends();
        var erasing = owner.PostAsync([TallyKind.Forget("ada", 2), TallyKind.Again("ada", 2, "c3")]);
        var pending = owner.PostAsync([TallyKind.Again("ada", 2, "c4"), TallyKind.Again("ada", 3, "c5")]);
        append.SetResult();

        Assert.All([.. await erasing, .. await pending], outcome => Assert.Null(outcome.Rejection));
        Assert.Equal(17 + 1, await TotalAfterAddingAsync(_engine.Owners.Open("room")));
    }

    [Fact]
    public async Task Post_KindThrows_LeavesNothingBehind()
    {
        var owner = _engine.Owners.Open("room");
        await CreateAsync(owner);
        var good = TallyKind.Add("ada", 1, "good");
        var bad = new PostCommand("ada", new CustomContent("add", "not a number"u8.ToArray()).Encode(), "bad");

        await Assert.ThrowsAsync<FormatException>(() => owner.PostAsync([good, bad]));

        Assert.Equal(1, await _log.ReadHeadAsync("room"));
        Assert.Equal(2, (await owner.PostAsync([good]))[0].Sequence);
        Assert.Equal(2, await _log.ReadHeadAsync("room"));
    }

    private async Task FillAsync(int additions)
    {
        var owner = _engine.Owners.Open("room");
        await CreateAsync(owner);
        for (var i = 0; i < additions; i++)
        {
            await AddAsync(owner);
        }

        await owner.CloseAsync();
    }

    private static async Task CreateAsync(RoomOwner owner) => Assert.Null(
        (await owner.PostAsync([RoomCreation.Command("ada", new CreatedContent("tally", 1, default))]))[0].Rejection);

    private static async Task<long> AddAsync(RoomOwner owner) =>
        (await owner.PostAsync([TallyKind.Add("ada", 1, Guid.CreateVersion7().ToString())]))[0].Sequence;

    private async Task<long> TotalAfterAddingAsync(RoomOwner owner)
    {
        var sequence = await AddAsync(owner);
        return TallyKind.Total((await _log.ReadAfterAsync("room", sequence - 1, new PageLimit(1, int.MaxValue)))[0]);
    }
}
