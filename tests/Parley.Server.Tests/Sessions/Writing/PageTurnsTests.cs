using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Members;
using Parley.Server.Frames;
using Parley.Server.Sessions.Writing;
using Parley.Storage.Memory;

namespace Parley.Server.Tests.Sessions.Writing;

public sealed class PageTurnsTests
{
    private const int Max = 4;

    private readonly PageTurns _turns = new(new PageBudget(100));
    private readonly Outbox _outbox = new(1);

    [Fact]
    public async Task Return_WithRoomsWaiting_GivesTheTurnToTheFirst()
    {
        var rooms = await RoomsAsync(Max + 2);

        Assert.Equal([true, true, true, true, false, false], rooms.Select(_turns.TryTake));
        Assert.False(_turns.TryTake(rooms[Max]));
        _turns.Return();
        Assert.Equal([rooms[Max]], Given());
        _turns.Return();
        Assert.Equal([rooms[Max + 1]], Given());
        _turns.Return();

        Assert.Empty(Given());
        Assert.True(_turns.TryTake(rooms[0]));
        Assert.False(_turns.TryTake(rooms[1]));
    }

    [Fact]
    public async Task Return_FirstRoomClosed_GivesTheTurnToTheNext()
    {
        var rooms = await RoomsAsync(Max + 2);
        rooms.ForEach(room => _turns.TryTake(room));
        rooms[Max].Close(isBroken: false);

        _turns.Return();

        Assert.Equal([rooms[Max + 1]], Given());
    }

    [Fact]
    public async Task Return_WithNobodyWaiting_FreesTheTurn()
    {
        var rooms = await RoomsAsync(Max);
        for (var round = 0; round < 3; round++)
        {
            Assert.All(rooms, room => Assert.True(_turns.TryTake(room)));
            rooms.ForEach(_ => _turns.Return());
        }
    }

    [Fact]
    public async Task TryTake_BudgetUsedUp_StillGivesEachSessionOne()
    {
        var budget = new PageBudget(2);
        var greedy = new PageTurns(budget);
        var rooms = await RoomsAsync(Max);
        Assert.Equal([true, true, true, false], rooms.Select(greedy.TryTake));

        var modest = new PageTurns(budget);
        var others = await RoomsAsync(2);
        Assert.Equal([true, false], others.Select(modest.TryTake));

        greedy.Return();
        greedy.Return();
        modest.Return();
        Assert.Equal([others[1], rooms[3]], Given().OrderBy(room => rooms.Contains(room)));
        greedy.Return();
        greedy.Return();
        modest.Return();
        Assert.Equal([true, true], new[] { budget.TryTake(), budget.TryTake() });
        Assert.False(budget.TryTake());
    }

    private List<RoomOutput> Given()
    {
        var given = new List<RoomOutput>();
        while (_outbox.TryTakeReady(out var room))
        {
            given.Add(room);
        }

        return given;
    }

    private async Task<List<RoomOutput>> RoomsAsync(int count)
    {
        var format = new RoomEventFormat();
        var log = new MemoryRoomLog(Guid.NewGuid());
        var feeds = new FeedDirectory([format], Options.Create(new FeedOptions()), log, NullLogger<FeedDirectory>.Instance);
        var rooms = new List<RoomOutput>();
        for (var i = 0; i < count; i++)
        {
            var room = new RoomOutput($"room-{i}", _outbox, _turns, Notices(i));
            room.Follow(await feeds.FollowAsync(room.Room, format, FollowFrom.Now, new AsyncSignal()), _ => { });
            rooms.Add(room);
        }

        return rooms;
    }

    private static PendingNotices Notices(int i) => new($"room-{i}", new NoticeLimit(), () => new MemberList([], 0));
}
