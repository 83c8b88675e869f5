using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Contracts.Testing.Logs;

/// <content>Appending.</content>
public abstract partial class RoomLogContract
{
    /// <summary>
    /// Every field of an event is read back as it was appended: any text of any length, any user, with and without a command id.
    /// </summary>
    [Fact]
    public async Task Append_AnyEvents_AreReadBackUnchanged()
    {
        RoomEvent[] events =
        [
            RoomEvent.Message(1, "ada", Noon, "hello", "id-1"),
            RoomEvent.Message(2, "żółć 日本語", Noon.AddHours(-1), "", null),
            RoomEvent.Message(3, "bob", Noon, "nul \0 quote ' \" emoji 🎉 line\nbreak", "id-1"),
            RoomEvent.Message(4, "ada", Noon, new string('é', 8_192), "id-2"),
            RoomEvent.Message(5, "ada", Noon, "short again", "id-3"),
            RoomEvent.Message(6, "b\0b", Noon, "nul in the names", "id\0-4"),
            RoomEvent.Message(7, "", Noon, "no user", "\0"),
        ];

        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", events)]));

        Assert.Equal(events, await Log.ReadAfterAsync("room", 0, Unlimited));
        Assert.Equal(7, await Log.ReadHeadAsync("room"));
    }

    /// <summary>
    /// One call appends batches for many rooms. Rooms are listed by name in ordinal order; names that differ only in case are two rooms.
    /// </summary>
    [Fact]
    public async Task Append_ManyRoomsAtOnce_KeepsThemApart()
    {
        await Log.AppendAsync([Batch("b", 1, 2), Batch("a", 1, 1), Batch("b", 3, 1), Batch("Room", 1, 1), Batch("room", 1, 1)]);

        Assert.Equal(
            [new RoomHead("Room", 1), new RoomHead("a", 1), new RoomHead("b", 3), new RoomHead("room", 1)],
            await Log.ListRoomsAsync("", 10));
        Assert.Equal([new RoomHead("a", 1), new RoomHead("b", 3)], await Log.ListRoomsAsync("Room", 2));
    }

    /// <summary>Batches of 1 to 40 events are appended and read back alike.</summary>
    [Fact]
    public async Task Append_BatchesOfAnyLength_AreReadBackUnchanged()
    {
        var all = new List<RoomEvent>();
        for (var length = 1; length <= 40; length++)
        {
            var sequences = Enumerable.Range(all.Count + 1, length);
            List<RoomEvent> events = [.. sequences.Select(i => Event(i, $"text {i}", i % 3 == 0 ? null : $"id-{i}"))];
            Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", events)]));
            all.AddRange(events);
        }

        Assert.Equal(all, await Log.ReadAfterAsync("room", 0, Unlimited));
    }

    /// <summary>
    /// A batch is left out as a whole if the room's log already has one of its commands, wherever in the batch that command is.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Append_RepeatedCommand_LeavesOutTheWholeBatch(int at)
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

    /// <summary>
    /// A batch with a repeated command does not affect other rooms; a batch that builds on it conflicts; a batch in its place succeeds.
    /// </summary>
    [Fact]
    public async Task Append_RepeatedCommand_LeavesOutWhatBuildsOnIt()
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

    /// <summary>A batch whose first sequence is not the room's next is left out; the other batches of the call are appended.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Append_SequenceThatIsNotTheNext_LeavesOutThatBatch(long first)
    {
        await Log.AppendAsync([Batch("room", 1, 2)]);

        var outcomes = await Log.AppendAsync([Batch("other", 1, 1), Batch("room", first, 2), Batch("new", 2, 1), Batch("room", 3, 1)]);

        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict, AppendOutcome.Conflict, AppendOutcome.Appended], outcomes);
        Assert.Equal([1, 2, 3], Sequences(await Log.ReadAfterAsync("room", 0, Unlimited)));
        Assert.Equal([new RoomHead("other", 1), new RoomHead("room", 3)], await Log.ListRoomsAsync("", 10));
    }

    /// <summary>A call without batches succeeds: the server uses one to find out whether a failing log can be written again.</summary>
    [Fact]
    public async Task Append_NoBatches_Succeeds() => Assert.Empty(await Log.AppendAsync([]));
}
