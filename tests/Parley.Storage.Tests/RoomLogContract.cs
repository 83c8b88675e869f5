using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Storage.Tests;

/// <summary>What every room log does, whatever it is made of.</summary>
public abstract class RoomLogContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly PageLimit Unlimited = new(int.MaxValue, int.MaxValue);

    protected IRoomLog Log { get; set; } = null!;

    public async ValueTask InitializeAsync() => Log = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Room_WithoutEvents_IsEmpty()
    {
        Assert.Equal(0, await Log.ReadHeadAsync("room"));
        Assert.Empty(await Log.ReadAfterAsync("room", 0, Unlimited));
        Assert.Empty(await Log.ReadBeforeAsync("room", long.MaxValue, Unlimited));
        Assert.Empty(await Log.ListRoomsAsync("", 10));
    }

    [Fact]
    public async Task Append_ReadsBackExactlyWhatWasAppended()
    {
        RoomEvent[] events =
        [
            new(1, "ada", Noon, "hello", "id-1"),
            new(2, "żółć 日本語", Noon.AddHours(-1), "", null),
            new(3, "bob", Noon, "nul \0 quote ' \" emoji 🎉 line\nbreak", "id-1"),
            new(4, "ada", Noon, new string('é', 8_192), "id-2"),
            new(5, "ada", Noon, "short again", "id-3"),
        ];

        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", events)]));

        Assert.Equal(events, await Log.ReadAfterAsync("room", 0, Unlimited));
        Assert.Equal(5, await Log.ReadHeadAsync("room"));
    }

    [Fact]
    public async Task Append_ToManyRoomsAtOnce_KeepsThemApart()
    {
        await Log.AppendAsync([Batch("b", 1, 2), Batch("a", 1, 1), Batch("b", 3, 1), Batch("Room", 1, 1), Batch("room", 1, 1)]);

        Assert.Equal(
            [new RoomHead("Room", 1), new RoomHead("a", 1), new RoomHead("b", 3), new RoomHead("room", 1)],
            await Log.ListRoomsAsync("", 10));
        Assert.Equal([new RoomHead("a", 1), new RoomHead("b", 3)], await Log.ListRoomsAsync("Room", 2));
    }

    [Fact]
    public async Task Append_BatchesOfAnyLength_AreReadAsTheyWere()
    {
        var all = new List<RoomEvent>();
        for (var length = 1; length <= 40; length++)
        {
            List<RoomEvent> events = [.. Enumerable.Range(all.Count + 1, length).Select(i => Event(i, $"text {i}", i % 3 == 0 ? null : $"id-{i}"))];
            Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", events)]));
            all.AddRange(events);
        }

        Assert.Equal(all, await Log.ReadAfterAsync("room", 0, Unlimited));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Append_WithACommandTheRoomHas_AnywhereInABatch_LeavesOutTheWholeBatch(int at)
    {
        const int Length = 23;
        await Log.AppendAsync([new AppendBatch("room", [Event(1, "a", "id-1")])]);
        List<RoomEvent> events = [.. Enumerable.Range(0, Length).Select(i => Event(i + 2, $"{i}", i == at ? "id-1" : $"new-{i}"))];

        Assert.Equal([AppendOutcome.Repeated], await Log.AppendAsync([new AppendBatch("room", events)]));

        Assert.Equal(1, await Log.ReadHeadAsync("room"));
        Assert.Single(await Log.ReadAfterAsync("room", 0, Unlimited));
        events[at] = events[at] with { CommandId = "another" };
        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", events)]));
        Assert.Equal(events, await Log.ReadAfterAsync("room", 1, Unlimited));
    }

    [Fact]
    public async Task Append_WithACommandTheRoomHas_IsLeftOutAlone_AndWhatFollowsItToo()
    {
        await Log.AppendAsync([new AppendBatch("room", [Event(1, "a", "id-1"), Event(2, "b")])]);

        var outcomes = await Log.AppendAsync(
        [
            new AppendBatch("other", [Event(1, "a", "id-1")]),
            new AppendBatch("room", [Event(3, "new", "id-2"), Event(4, "again", "id-1"), Event(5, "c")]),
            new AppendBatch("room", [Event(6, "decided on it")]),
            new AppendBatch("room", [Event(3, "d", "id-2")]),
        ]);

        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Repeated, AppendOutcome.Conflict, AppendOutcome.Appended], outcomes);
        Assert.Equal(["a", "b", "d"], (await Log.ReadAfterAsync("room", 0, Unlimited)).Select(@event => @event.Text));
        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([Batch("room", 4, 1)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Append_ThatDoesNotContinueTheRoom_IsLeftOutAlone(long first)
    {
        await Log.AppendAsync([Batch("room", 1, 2)]);

        var outcomes = await Log.AppendAsync([Batch("other", 1, 1), Batch("room", first, 2), Batch("new", 2, 1), Batch("room", 3, 1)]);

        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict, AppendOutcome.Conflict, AppendOutcome.Appended], outcomes);
        Assert.Equal([1, 2, 3], await SequencesAsync("room"));
        Assert.Equal([new RoomHead("other", 1), new RoomHead("room", 3)], await Log.ListRoomsAsync("", 10));
    }

    [Fact]
    public async Task Append_Nothing_Succeeds() => Assert.Empty(await Log.AppendAsync([]));

    [Fact]
    public async Task ReadAfter_StopsAtEitherLimit_ButNeverBeforeOneEvent()
    {
        await Log.AppendAsync([new AppendBatch("room", [.. Enumerable.Range(1, 10).Select(i => new RoomEvent(i, "a", Noon, new string('x', 99)))])]);

        Assert.Equal([5, 6, 7], await SequencesAsync("room", after: 4, new PageLimit(3, int.MaxValue)));
        Assert.Equal([5, 6, 7], await SequencesAsync("room", after: 4, new PageLimit(100, 250)));
        Assert.Equal([5], await SequencesAsync("room", after: 4, new PageLimit(100, 1)));
        Assert.Equal([9, 10], await SequencesAsync("room", after: 8, Unlimited));
        Assert.Empty(await SequencesAsync("room", after: 10, Unlimited));
    }

    [Fact]
    public async Task ReadBefore_GivesTheNearest_OldestFirst()
    {
        await Log.AppendAsync([Batch("room", 1, 10)]);

        Assert.Equal([8, 9, 10], (await Log.ReadBeforeAsync("room", long.MaxValue, new PageLimit(3, int.MaxValue))).Select(found => found.Sequence));
        Assert.Equal([3, 4], (await Log.ReadBeforeAsync("room", 5, new PageLimit(2, int.MaxValue))).Select(found => found.Sequence));
        Assert.Empty(await Log.ReadBeforeAsync("room", 1, Unlimited));
    }

    [Fact]
    public async Task Find_GivesTheEventsOfCommands_PerRoomAndUser()
    {
        await Log.AppendAsync(
        [
            new AppendBatch("one", [new RoomEvent(1, "ada", Noon, "a", "id"), new RoomEvent(2, "bob", Noon, "b", "id"), new RoomEvent(3, "ada", Noon, "c")]),
            new AppendBatch("two", [new RoomEvent(1, "ada", Noon, "d", "other")]),
        ]);

        var found = await Log.FindAsync("one", [new CommandKey("ada", "id"), new CommandKey("bob", "id"), new CommandKey("ada", "other")]);

        Assert.Equal(2, found.Count);
        Assert.Equal((1, 2), (found[new CommandKey("ada", "id")].Sequence, found[new CommandKey("bob", "id")].Sequence));
        Assert.Empty(await Log.FindAsync("nowhere", [new CommandKey("ada", "id")]));
    }

    [Fact]
    public async Task Reads_WhileAppending_SeeWholeBatchesOnly()
    {
        var reading = Task.Run(async () =>
        {
            long head;
            do
            {
                head = await Log.ReadHeadAsync("room");
                Assert.Equal(0, head % 10);
                Assert.True((await Log.ReadAfterAsync("room", 0, Unlimited)).Count >= head);
            }
            while (head < 1_000);
        });
        for (var first = 1; first <= 1_000; first += 10)
        {
            await Log.AppendAsync([Batch("room", first, 10)]);
        }

        await reading;
    }

    protected abstract Task<IRoomLog> OpenAsync();

    private static RoomEvent Event(long sequence, string text, string? command = null) => new(sequence, "ada", Noon, text, command);

    protected static AppendBatch Batch(string room, long first, int count) =>
        new(room, [.. Enumerable.Range(0, count).Select(i => new RoomEvent(first + i, "ada", Noon, $"text {first + i}"))]);

    private async Task<List<long>> SequencesAsync(string room, long after = 0, PageLimit? limit = null) =>
        [.. (await Log.ReadAfterAsync(room, after, limit ?? Unlimited)).Select(found => found.Sequence)];
}
