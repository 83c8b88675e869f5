using Grpc.Core;
using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.Client.Tests.Calls;

public sealed class HistoryTests
{
    [Fact]
    public async Task History_InBothDirections_IsComplete()
    {
        await using var server = await FakeServer.StartAsync();
        server.Rooms.PageSize = 7;
        await using var parley = await server.ConnectAsync();
        for (var i = 1; i <= 50; i++)
        {
            server.Rooms.Post("lobby", "ben", $"{i}");
        }

        Assert.Equal(Numbers(1, 50), await Sequences(parley, HistoryRange.FromBeginning));
        Assert.Equal(Numbers(31, 50), await Sequences(parley, HistoryRange.After(30)));
        Assert.Equal(Numbers(1, 50).Reverse(), await Sequences(parley, HistoryRange.FromEnd));
        Assert.Equal(Numbers(1, 30).Reverse(), await Sequences(parley, HistoryRange.Before(31)));
        Assert.Empty(await Sequences(parley, HistoryRange.After(50)));
        Assert.Empty(await Sequences(parley, HistoryRange.Before(1)));
    }

    [Fact]
    public async Task ListEvents_OnePage_HasTheRoomsHead()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");
        server.Rooms.Post("lobby", "ben", "c");

        var page = await parley.ListEventsAsync("lobby", HistoryRange.FromEnd, 2).Within("a page");

        Assert.Equal(new("e1", 3), page.Head);
        Assert.Equal(["b", "c"], page.Events.Cast<MessageEvent>().Select(message => message.Text));
        Assert.Equal(new("e1", 2), page.Events[0].Position);
    }

    [Fact]
    public async Task History_WhileTheServerIsAway_WaitsForIt()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        server.Rooms.Post("lobby", "ben", "a");
        var refusals = 3;
        server.OnUnary = () =>
        {
            if (refusals-- > 0)
            {
                throw new RpcException(new(StatusCode.Unavailable, "not now"));
            }
        };

        Assert.Equal([1L], await Sequences(parley, HistoryRange.FromBeginning));
    }

    [Theory]
    [InlineData("1", ParleyCode.Invalid)]
    [InlineData("CODE_STORAGE_FULL", ParleyCode.StorageFull)]
    [InlineData("99", (ParleyCode)99)]
    [InlineData("nonsense", ParleyCode.Unspecified)]
    public async Task History_Refused_ThrowsTheServersCode(string trailer, ParleyCode code)
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        server.OnUnary = () => throw new RpcException(new(StatusCode.InvalidArgument, "No."), new Metadata { { "parley-code", trailer } });

        var failure = await Assert.ThrowsAsync<ParleyException>(
            () => parley.ListEventsAsync("lobby", HistoryRange.FromEnd).Within("the refusal"));

        Assert.Equal((code, "No."), (failure.Code, failure.Reason));
    }

    [Fact]
    public async Task History_LogReplacedMeanwhile_Throws()
    {
        await using var server = await FakeServer.StartAsync();
        server.Rooms.PageSize = 1;
        await using var parley = await server.ConnectAsync();
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");
        await using var history = parley.ReadHistoryAsync("lobby", HistoryRange.FromBeginning).GetAsyncEnumerator();
        await history.NextAsync();

        server.Rooms.Lose("e2");

        await Assert.ThrowsAsync<ParleyException>(() => history.NextAsync());
    }

    [Fact]
    public async Task ListRooms_ManyPages_ListsAllByName()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        foreach (var room in (string[])["c", "a", "e", "b", "d"])
        {
            server.Rooms.Post(room, "ben", "hello");
        }

        Assert.Equal(["a", "b", "c", "d", "e"], await parley.ListRoomsAsync().Select(room => room.Name).ToListAsync());
    }

    private static IEnumerable<long> Numbers(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(number => (long)number);

    private static async Task<List<long>> Sequences(ParleyClient parley, HistoryRange range) =>
        await parley.ReadHistoryAsync("lobby", range).Select(item => item.Sequence).ToListAsync();
}
