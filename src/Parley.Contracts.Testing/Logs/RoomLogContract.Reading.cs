using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Contracts.Testing.Logs;

/// <content>Reading.</content>
public abstract partial class RoomLogContract
{
    /// <summary>A page ends at the first limit it reaches, but has at least one event.</summary>
    [Fact]
    public async Task ReadAfter_EitherLimitReached_EndsThePage()
    {
        await Log.AppendAsync([new AppendBatch("room", [.. Enumerable.Range(1, 10).Select(i => Event(i, new string('x', 97)))])]);

        Assert.Equal([5, 6, 7], Sequences(await Log.ReadAfterAsync("room", 4, new PageLimit(3, int.MaxValue))));
        Assert.Equal([5, 6, 7], Sequences(await Log.ReadAfterAsync("room", 4, new PageLimit(100, 250))));
        Assert.Equal([5], Sequences(await Log.ReadAfterAsync("room", 4, new PageLimit(100, 1))));
        Assert.Equal([9, 10], Sequences(await Log.ReadAfterAsync("room", 8, Unlimited)));
        Assert.Empty(await Log.ReadAfterAsync("room", 10, Unlimited));
    }

    /// <summary>A page before a sequence has the events nearest to it, oldest first.</summary>
    [Fact]
    public async Task ReadBefore_Limited_GivesTheNearestEvents()
    {
        await Log.AppendAsync([Batch("room", 1, 10)]);

        Assert.Equal([8, 9, 10], Sequences(await Log.ReadBeforeAsync("room", long.MaxValue, new PageLimit(3, int.MaxValue))));
        Assert.Equal([3, 4], Sequences(await Log.ReadBeforeAsync("room", 5, new PageLimit(2, int.MaxValue))));
        Assert.Empty(await Log.ReadBeforeAsync("room", 1, Unlimited));
    }

    /// <summary>Commands are found by room, user and command id; those that are not in the log are left out.</summary>
    [Fact]
    public async Task Find_CommandsOfUsers_GivesTheEventsTheyBecame()
    {
        await Log.AppendAsync(
        [
            new AppendBatch("one", [Event(1, "a", "id"), Event(2, "b", "id") with { User = "bob" }, Event(3, "c")]),
            new AppendBatch("two", [Event(1, "d", "other")]),
        ]);

        var found = await Log.FindAsync("one", [new CommandKey("ada", "id"), new CommandKey("bob", "id"), new CommandKey("ada", "other")]);

        Assert.Equal(2, found.Count);
        Assert.Equal((1, 2), (found[new CommandKey("ada", "id")].Sequence, found[new CommandKey("bob", "id")].Sequence));
        Assert.Empty(await Log.FindAsync("nowhere", [new CommandKey("ada", "id")]));
    }

    /// <summary>Reads run while batches are appended, and see each batch as a whole or not at all.</summary>
    [Fact]
    public async Task Reads_WhileAppending_SeeWholeBatches()
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

        await reading.InTime();
    }
}
