using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Contracts.Testing.Logs;

/// <content>Removing old events.</content>
public abstract partial class RoomLogContract
{
    /// <summary>Trimmed events are gone from every read, and the room's head and its numbering go on.</summary>
    [Fact]
    public async Task Trim_OldestEvents_RaisesTheFloorAndKeepsTheHead()
    {
        await Log.AppendAsync([Batch("room", 1, 10), Batch("other", 1, 3)]);

        Assert.Equal(5, await Log.TrimAsync("room", floor: 5, maxEvents: 100));

        Assert.Equal([5, 6, 7, 8, 9, 10], Sequences(await Log.ReadAfterAsync("room", 0, Unlimited)));
        Assert.Equal([8, 9, 10], Sequences(await Log.ReadAfterAsync("room", 7, Unlimited)));
        Assert.Equal([5, 6], Sequences(await Log.ReadBeforeAsync("room", 7, Unlimited)));
        Assert.Empty(await Log.ReadBeforeAsync("room", 5, Unlimited));
        var room = await Log.ReadRoomAsync("room");
        Assert.Equal((10, 5), (room.Head, room.Floor));
        Assert.Equal(1, (await Log.ReadRoomAsync("other")).Floor);
        Assert.Equal([AppendOutcome.Conflict, AppendOutcome.Appended], await Log.AppendAsync([Batch("room", 1, 1), Batch("room", 11, 1)]));
    }

    /// <summary>A room whose events are all trimmed is still listed, and its next event continues the numbering.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(long.MaxValue)]
    public async Task Trim_AllEvents_KeepsTheHead(long floor)
    {
        await Log.AppendAsync([Batch("room", 1, 10)]);

        Assert.Equal(11, await Log.TrimAsync("room", floor, maxEvents: 100));

        Assert.Equal(10, await Log.ReadHeadAsync("room"));
        Assert.Empty(await Log.ReadAfterAsync("room", 0, Unlimited));
        Assert.Empty(await Log.ReadBeforeAsync("room", long.MaxValue, Unlimited));
        Assert.Equal([new RoomHead("room", 10)], await Log.ListRoomsAsync("", 10));
        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([Batch("room", 11, 2)]));
        Assert.Equal([11, 12], Sequences(await Log.ReadAfterAsync("room", 0, Unlimited)));
        Assert.Equal(12, await Log.ReadHeadAsync("room"));
    }

    /// <summary>A trim removes at most as many events as it may, never lowers the floor, and knows rooms without events.</summary>
    [Fact]
    public async Task Trim_Limited_RemovesTheOldestFirst()
    {
        await Log.AppendAsync([Batch("room", 1, 10)]);

        Assert.Equal(4, await Log.TrimAsync("room", floor: 9, maxEvents: 3));
        Assert.Equal(7, await Log.TrimAsync("room", floor: 9, maxEvents: 3));
        Assert.Equal(9, await Log.TrimAsync("room", floor: 9, maxEvents: 3));
        Assert.Equal(9, await Log.TrimAsync("room", floor: 9, maxEvents: 3));
        Assert.Equal(9, await Log.TrimAsync("room", floor: 2, maxEvents: 3));
        Assert.Equal(1, await Log.TrimAsync("nowhere", floor: 2, maxEvents: 3));
        Assert.Equal(0, await Log.ReadHeadAsync("nowhere"));
    }

    /// <summary>The command of a trimmed event is unknown afterwards.</summary>
    [Fact]
    public async Task Trim_EventOfACommand_ForgetsTheCommand()
    {
        await Log.AppendAsync([new AppendBatch("room", [Event(1, "a", "one"), Event(2, "b", "two")])]);

        await Log.TrimAsync("room", floor: 2, maxEvents: 100);

        var key = Assert.Single(await Log.FindAsync("room", [new CommandKey("ada", "one"), new CommandKey("ada", "two")])).Key;
        Assert.Equal("two", key.CommandId);
        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([new AppendBatch("room", [Event(3, "a", "one")])]));
    }

    /// <summary>The floor by age is at the first event that is young enough, whatever comes after it.</summary>
    [Fact]
    public async Task FindFloor_ByAge_IsTheFirstYoungEvent()
    {
        var hours = new[] { -3, -2, -1, -3, 0 };
        var events = hours.Select((hour, i) => Event(i + 1, "x") with { Time = Noon.AddHours(hour) });
        await Log.AppendAsync([new AppendBatch("room", [.. events])]);

        Assert.Equal(1, await Log.FindFloorAsync("room", new KeepLimit(Since: Noon.AddHours(-3))));
        Assert.Equal(3, await Log.FindFloorAsync("room", new KeepLimit(Since: Noon.AddHours(-1))));
        Assert.Equal(6, await Log.FindFloorAsync("room", new KeepLimit(Since: Noon.AddHours(1))));
        Assert.Equal(1, await Log.FindFloorAsync("nowhere", new KeepLimit(Since: Noon)));
    }

    /// <summary>The floor by number and by bytes counts back from the head, and the limit reached first counts.</summary>
    [Fact]
    public async Task FindFloor_ByNumberAndBytes_CountsBackFromTheHead()
    {
        await Log.AppendAsync([new AppendBatch("room", [.. Enumerable.Range(1, 10).Select(i => Event(i, new string('x', 93)))])]);
        var bytes = (await Log.ReadAfterAsync("room", 0, new PageLimit(1, int.MaxValue)))[0].Content.Length + 3;

        Assert.Equal(1, await Log.FindFloorAsync("room", default));
        Assert.Equal(7, await Log.FindFloorAsync("room", new KeepLimit(Events: 4)));
        Assert.Equal(11, await Log.FindFloorAsync("room", new KeepLimit(Events: 0)));
        Assert.Equal(1, await Log.FindFloorAsync("room", new KeepLimit(Events: 100)));
        Assert.Equal(8, await Log.FindFloorAsync("room", new KeepLimit(Bytes: 3 * bytes)));
        Assert.Equal(9, await Log.FindFloorAsync("room", new KeepLimit(Bytes: (3 * bytes) - 1)));
        Assert.Equal(11, await Log.FindFloorAsync("room", new KeepLimit(Bytes: 0)));
        Assert.Equal(9, await Log.FindFloorAsync("room", new KeepLimit(Events: 2, Bytes: 3 * bytes)));
        await Log.TrimAsync("room", floor: 9, maxEvents: 100);
        Assert.Equal(9, await Log.FindFloorAsync("room", new KeepLimit(Events: 4, Bytes: 3 * bytes)));
    }
}
