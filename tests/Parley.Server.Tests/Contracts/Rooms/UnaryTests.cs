using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Server.Tests.Sessions;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Rooms;

/// <summary>Calls without a session follow the same rules, with the same codes.</summary>
public sealed class UnaryTests : IDisposable
{
    private readonly RoomService.RoomServiceClient _client;
    private readonly GrpcChannel _channel;

    public UnaryTests(SharedServer shared)
    {
        _channel = GrpcChannel.ForAddress(shared.Server.GrpcAddress);
        _client = new RoomService.RoomServiceClient(_channel);
    }

    private static string Room => $"unary-{TestContext.Current.TestMethod!.MethodName}";

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Post_WithoutASession_ReachesSessions()
    {
        using var session = await SessionTester.JoinAsync(_client, "bob", Room);

        Assert.Equal(1, (await _client.PostAsync(Request(Room, "c1", "hello"))).Sequence);

        var @event = (await session.UntilAsync(ServerFrame.FrameOneofCase.Event)).Event;
        Assert.Equal(("ada", "c1", "hello"), (@event.User, @event.CommandId, @event.Content.Message.Text));
    }

    [Theory]
    [InlineData("", "c", "text", Code.Invalid)]
    [InlineData("has space", "c", "text", Code.Invalid)]
    [InlineData("unary-refused", "", "text", Code.CommandIdInvalid)]
    [InlineData("unary-refused", "*65", "text", Code.CommandIdInvalid)]
    [InlineData("unary-refused", "c", "*16385", Code.TextTooLong)]
    public Task Post_Invalid_IsRefused(string room, string command, string text, Code code) =>
        RefusesAsync(() => _client.PostAsync(Request(room, Expand(command), Expand(text))), code, StatusCode.InvalidArgument);

    [Fact]
    public Task Post_InvalidUser_IsRefused()
    {
        var request = Request(Room, "c", "text");
        request.User = "";
        return RefusesAsync(() => _client.PostAsync(request), Code.Invalid, StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Post_NoOrUnknownContent_IsRefused()
    {
        var request = Request(Room, "c", "text");
        request.Content = null;
        await RefusesAsync(() => _client.PostAsync(request), Code.Invalid, StatusCode.InvalidArgument);
        request.Content = Content.Parser.ParseFrom([0x7a, 2, 1, 2]);
        await RefusesAsync(() => _client.PostAsync(request), Code.UnknownFrame, StatusCode.InvalidArgument);
        Assert.Equal(0, (await _client.ListEventsAsync(new ListEventsRequest { Room = Room })).HeadSequence);
    }

    [Fact]
    public async Task Post_ReusedCommandId_IsRefusedUnlessItIsARetry()
    {
        Assert.Equal(1, (await _client.PostAsync(Request(Room, "c1", "text"))).Sequence);
        await RefusesAsync(() => _client.PostAsync(Request(Room, "c1", "other")), Code.CommandIdReused, StatusCode.AlreadyExists);
        Assert.Equal(1, (await _client.PostAsync(Request(Room, "c1", "text"))).Sequence);
    }

    [Fact]
    public async Task ListEvents_EmptyRoom_IsEmpty()
    {
        var page = await _client.ListEventsAsync(new ListEventsRequest { Room = Room });

        Assert.Empty(page.Events);
        Assert.Equal(0, page.HeadSequence);
        Assert.NotEmpty(page.Epoch);
    }

    [Fact]
    public async Task ListEvents_InBothDirections_PagesThroughEverything()
    {
        const int Events = 250;
        await FillAsync(Events);

        var forwards = new List<Event>();
        while (forwards.Count < Events)
        {
            var page = await ListEventsAsync(after: forwards.LastOrDefault()?.Sequence ?? 0);
            Assert.Equal(Math.Min(100, Events - forwards.Count), page.Events.Count);
            Assert.Equal(Events, page.HeadSequence);
            forwards.AddRange(page.Events);
        }

        var backwards = new List<Event>();
        while (backwards.Count < Events)
        {
            backwards.InsertRange(0, (await ListEventsAsync(before: backwards.FirstOrDefault()?.Sequence, pageSize: 60)).Events);
        }

        Sequences.AssertDense(forwards, 0);
        Assert.Equal(forwards, backwards);
        Assert.Empty((await ListEventsAsync(after: Events)).Events);
        Assert.Empty((await ListEventsAsync(after: long.MaxValue)).Events);
        Assert.Empty((await ListEventsAsync(before: 1)).Events);
        Assert.Empty((await ListEventsAsync(before: 0)).Events);
        Assert.Equal(Events, (await ListEventsAsync(before: long.MaxValue, pageSize: 1_000)).Events.Count);
        Assert.Equal(Events, Assert.Single((await ListEventsAsync(pageSize: 1)).Events).Sequence);
    }

    [Fact]
    public async Task ListEvents_LongTexts_ShortenThePage()
    {
        for (var i = 0; i < 100; i++)
        {
            await _client.PostAsync(Request(Room, $"{i}", new string('x', 16_384)));
        }

        var page = await _client.ListEventsAsync(new ListEventsRequest { Room = Room, After = 0, PageSize = 1_000 });

        Assert.InRange(page.Events.Count, 1, 99);
        Assert.InRange(page.CalculateSize(), 1, 1_200_000);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_001)]
    [InlineData(int.MinValue)]
    public async Task PageSize_OutOfRange_IsRefused(int size)
    {
        await InvalidAsync(() => _client.ListEventsAsync(new ListEventsRequest { Room = "room", PageSize = size }));
        await InvalidAsync(() => _client.ListRoomsAsync(new ListRoomsRequest { PageSize = size }));
        await InvalidAsync(() => _client.ListMembersAsync(new ListMembersRequest { Room = "room", PageSize = size }));
    }

    [Fact]
    public async Task Sequence_Negative_IsRefused()
    {
        await InvalidAsync(() => _client.ListEventsAsync(new ListEventsRequest { Room = "room", After = -1 }));
        await InvalidAsync(() => _client.ListEventsAsync(new ListEventsRequest { Room = "room", Before = -1 }));
    }

    [Fact]
    public async Task Room_Invalid_IsRefused()
    {
        await InvalidAsync(() => _client.ListEventsAsync(new ListEventsRequest { Room = "has space" }));
        await InvalidAsync(() => _client.ListMembersAsync(new ListMembersRequest { Room = "" }));
    }

    [Fact]
    public async Task ListRooms_RoomsWithEvents_AreInPagesByName()
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        var client = server.ConnectRooms();
        Assert.Empty((await client.ListRoomsAsync(new ListRoomsRequest())).Rooms);
        string[] names = ["Z", "a", "a-1", "a/2", "b"];
        foreach (var name in names)
        {
            await client.PostAsync(Request(name, "c1", "one"));
            await client.PostAsync(Request(name, "c2", "two"));
        }

        using var session = await SessionTester.JoinAsync(client, "ada", "joined-but-empty");
        var all = await client.ListRoomsAsync(new ListRoomsRequest());
        Assert.Equal(names, all.Rooms.Select(room => room.Room));
        Assert.All(all.Rooms, room => Assert.Equal(2, room.HeadSequence));
        var page = await client.ListRoomsAsync(new ListRoomsRequest { After = "a", PageSize = 2 });
        Assert.Equal(["a-1", "a/2"], page.Rooms.Select(room => room.Room));
        Assert.Empty((await client.ListRoomsAsync(new ListRoomsRequest { After = "b" })).Rooms);
    }

    [Fact]
    public async Task ListMembers_SeveralMembers_AreInPagesByName()
    {
        Assert.Equal(new ListMembersResponse(), await _client.ListMembersAsync(new ListMembersRequest { Room = Room }));
        var sessions = new List<SessionTester>();
        foreach (var user in new[] { "cyd", "ada", "bob", "Zoe" })
        {
            sessions.Add(await SessionTester.JoinAsync(_client, user, Room));
        }

        var first = await _client.ListMembersAsync(new ListMembersRequest { Room = Room, PageSize = 2 });
        var rest = await _client.ListMembersAsync(new ListMembersRequest { Room = Room, After = "ada" });

        Assert.Equal(["Zoe", "ada"], first.Members.Select(member => member.User));
        Assert.Equal(["bob", "cyd"], rest.Members.Select(member => member.User));
        Assert.Equal((4, 4), (first.MemberCount, rest.MemberCount));
        sessions.ForEach(session => session.Dispose());
    }

    private static string Expand(string text) =>
        text.StartsWith('*') ? new string('x', int.Parse(text[1..], CultureInfo.InvariantCulture)) : text;

    private static Task InvalidAsync<T>(Func<AsyncUnaryCall<T>> call) => RefusesAsync(call, Code.Invalid, StatusCode.InvalidArgument);

    private static async Task RefusesAsync<T>(Func<AsyncUnaryCall<T>> call, Code code, StatusCode status)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => call().ResponseAsync.Within("a refusal"));

        Assert.Equal(status, refused.StatusCode);
        Assert.NotEmpty(refused.Status.Detail);
        Assert.Equal(((int)code).ToString(CultureInfo.InvariantCulture), refused.Trailers.GetValue("parley-code"));
    }

    private static PostRequest Request(string room, string command, string text) => new()
    {
        User = "ada",
        Room = room,
        CommandId = command,
        Content = new Content { Message = new Message { Text = text } },
    };

    private async Task<ListEventsResponse> ListEventsAsync(long? after = null, long? before = null, int pageSize = 0)
    {
        var request = new ListEventsRequest { Room = Room, PageSize = pageSize };
        if (after is not null)
        {
            request.After = after.Value;
        }

        if (before is not null)
        {
            request.Before = before.Value;
        }

        return await _client.ListEventsAsync(request);
    }

    private async Task FillAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _client.PostAsync(Request(Room, $"{i}", $"{i}"));
        }
    }
}
