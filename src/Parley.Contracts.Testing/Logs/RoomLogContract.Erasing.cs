using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Contracts.Testing.Logs;

/// <content>Erasing contents.</content>
public abstract partial class RoomLogContract
{
    /// <summary>Erased contents are gone from every read. Everything else about the events is as it was.</summary>
    [Fact]
    public async Task Append_Erasure_ErasesTheContentsInEveryRead()
    {
        RoomEvent[] events = [Event(1, "one", "c-1"), Event(2, "two", "c-2"), Event(3, new string('x', 8_000), "c-3"), Event(4, "four")];
        await Log.AppendAsync([new AppendBatch("room", events), new AppendBatch("other", events)]);
        var erasure = Erasure(5, 1, 3);

        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", [erasure])]));

        RoomEvent[] expected = [events[0].Erase(), events[1], events[2].Erase(), events[3], erasure];
        Assert.Equal(expected, await Log.ReadAfterAsync("room", 0, Unlimited));
        Assert.Equal(expected[..4], await Log.ReadBeforeAsync("room", 5, Unlimited));
        var keys = new[] { new CommandKey("ada", "c-1"), new CommandKey("ada", "c-2"), new CommandKey("ada", "c-3") };
        var found = await Log.FindAsync("room", keys);
        Assert.Equal(expected[..3], keys.Select(key => found[key]));
        Assert.Equal(events, await Log.ReadAfterAsync("other", 0, Unlimited));
    }

    /// <summary>An erasure reaches events of its own batch, and of batches before it in the same call.</summary>
    [Fact]
    public async Task Append_ErasureOfTheSameTransaction_ErasesThemToo()
    {
        await Log.AppendAsync([Batch("room", 1, 2), new AppendBatch("room", [Event(3, "three"), Erasure(4, 2, 3), Event(5, "five")])]);

        RoomEvent[] expected = [Event(1, "text 1"), Event(2, "").Erase(), Event(3, "").Erase(), Erasure(4, 2, 3), Event(5, "five")];
        Assert.Equal(expected, await Log.ReadAfterAsync("room", 0, Unlimited));
    }

    /// <summary>Events that are erased already, removed, or not there are passed over.</summary>
    [Fact]
    public async Task Append_ErasureOfWhatIsNotThere_ChangesNothingElse()
    {
        await Log.AppendAsync([Batch("room", 1, 4)]);
        await Log.TrimAsync("room", floor: 2, maxEvents: 10);
        await Log.AppendAsync([new AppendBatch("room", [Erasure(5, 3)])]);

        RoomEvent[] again = [Erasure(6, 1, 3, 99, long.MaxValue), Event(7, "seven")];
        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", again)]));

        RoomEvent[] expected = [Event(2, "text 2"), Event(3, "").Erase(), Event(4, "text 4"), Erasure(5, 3), .. again];
        Assert.Equal(expected, await Log.ReadAfterAsync("room", 0, Unlimited));
        await Log.AppendAsync([Batch("room", 8, 92)]);
        Assert.Equal(Event(99, "text 99"), (await Log.ReadAfterAsync("room", 98, Unlimited))[0]);
    }

    /// <summary>The event that created the room stays, and so do those that erased others.</summary>
    [Fact]
    public async Task Append_ErasureOfCreationAndErasure_KeepsThem()
    {
        var created = new RoomEvent(1, "ada", Noon, new CreatedContent("steps", 1, default).Encode());
        await Log.AppendAsync([new AppendBatch("room", [created, Event(2, "two"), Erasure(3, 2)])]);

        await Log.AppendAsync([new AppendBatch("room", [Erasure(4, 1, 3)])]);

        RoomEvent[] expected = [created, Event(2, "").Erase(), Erasure(3, 2), Erasure(4, 1, 3)];
        Assert.Equal(expected, await Log.ReadAfterAsync("room", 0, Unlimited));
        Assert.Equal("steps", (await Log.ReadRoomAsync("room")).Created?.Kind);
    }

    /// <summary>
    /// A batch that is left out erases nothing, and its snapshot is not kept. One that is appended replaces the snapshot.
    /// </summary>
    [Fact]
    public async Task Append_WithASnapshot_KeepsItIfTheEventsAreAppended()
    {
        await Log.AppendAsync([Batch("room", 1, 2)]);
        await Log.SaveSnapshotAsync("room", new Snapshot(2, 1, new byte[] { 1 }));

        var outcomes = await Log.AppendAsync([new AppendBatch("room", [Erasure(9, 1)], new Snapshot(9, 1, new byte[] { 9 }))]);

        Assert.Equal([AppendOutcome.Conflict], outcomes);
        Assert.Equal(Event(1, "text 1"), (await Log.ReadAfterAsync("room", 0, Unlimited))[0]);
        Assert.Equal(2, (await Log.ReadSnapshotAsync("room"))?.Sequence);
        await Log.AppendAsync([new AppendBatch("room", [Erasure(3, 1)], new Snapshot(3, 4, new byte[] { 5, 6 }))]);
        var kept = await Log.ReadSnapshotAsync("room");
        Assert.Equal((3, 4), (kept!.Sequence, kept.Version));
        Assert.Equal([5, 6], kept.State.ToArray());
    }

    /// <summary>An event that erases the contents of others.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="erased">The sequences of the others.</param>
    protected static RoomEvent Erasure(long sequence, params long[] erased) =>
        new(sequence, "ada", Noon, new ErasureContent(erased).Encode());
}
