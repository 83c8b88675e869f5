using Grpc.Core;
using Parley.Engine.Logs;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts;

/// <summary>
/// Both contracts and the unary calls accept the same names, and what a log has from users whose names are refused now stays readable.
/// <c>UserNameTests</c> has every kind of character.
/// </summary>
public sealed class NameTests(SharedServer shared)
{
    private const string OldName = "ada\u200B";

    private readonly ServerProcess _server = shared.Server;

    public static TheoryData<string, string> Refused => new()
    {
        { "\u3164", "U+3164" },
        { OldName, "U+200B" },
        { "a\u202Eda", "U+202E" },
        { "ada\uFE0F", "U+FE0F" },
        { " ada", "begins or ends with a space" },
        { "ada ", "begins or ends with a space" },
        { "ada  l", "two spaces" },
        { "ada\u00A0l", "U+00A0" },
        { "\u0301ada", "U+0301" },
        { "ada\uE000", "U+E000" },
        { "ada\uFFFF", "U+FFFF" },
        { "ada\u0378", "U+0378" },
        { "Zoe\u0308", "normalization form C" },
        { "ada\e[2J", "U+001B" },
    };

    public static TheoryData<string> Accepted =>
        ["Ada Lovelace", "Zoë", "Nguyễn Văn Đức", "日本 太郎", "می\u200Cخواهم", "ada 👍🏽", "👨\u200D👩\u200D👧", "❤\uFE0F"];

    private static string Room => $"names-{TestContext.Current.TestMethod!.MethodName}";

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Refused))]
    public async Task Name_InvisibleOrMisleading_IsRefusedByEveryContract(string name, string reason)
    {
        using var chat = await ChatTester.JoinAsync(_server.Connect(), Room);
        await chat.SayAsync(name, "text");
        var ended = (await chat.ReadToEndAsync()).Status;
        Assert.Equal(StatusCode.InvalidArgument, ended.StatusCode);
        Assert.Contains(reason, ended.Detail, StringComparison.Ordinal);

        using var session = SessionTester.Open(_server.ConnectRooms());
        await session.SendAsync(SessionTester.Hello(name));
        var goAway = (await session.NextAsync(ServerFrame.FrameOneofCase.GoAway)).GoAway;
        Assert.Equal(Code.Invalid, goAway.Code);
        Assert.Contains(reason, goAway.Reason, StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await _server.ConnectRooms().PostAsync(Post(name, "c1")));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(reason, refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal($"{(int)Code.Invalid}", refused.Trailers.GetValue("parley-code"));

        Assert.Equal(0, (await _server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room })).HeadSequence);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Accepted))]
    public async Task Name_ThatPeopleHave_IsAcceptedByEveryContract(string name)
    {
        var room = $"{Room}-{Guid.NewGuid():N}";
        using var chat = await ChatTester.JoinAsync(_server.Connect(), room);
        await chat.SayAsync(name, "text");
        Assert.Equal(name, (await chat.ReadAsync()).UserId);

        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), name, room);
        await session.SayAsync(room, "c1", "text");
        Assert.Equal([name], (await _server.ConnectRooms().ListMembersAsync(new ListMembersRequest { Room = room })).Members
            .Select(member => member.User));

        var post = Post(name, "c2");
        post.Room = room;
        Assert.Equal(3, (await _server.ConnectRooms().PostAsync(post)).Sequence);
    }

    // The wire takes any text, and a retry after an upgrade must find the event.
    [Fact]
    public async Task CommandId_AnyText_IsAcceptedAndRecognized()
    {
        string[] ids = ["c\e[2J", "c\u200B", "e\u0301", "\u00E9", " c ", "\0"];
        foreach (var (index, id) in ids.Index())
        {
            Assert.Equal(index + 1, (await _server.ConnectRooms().PostAsync(Post("ada", id))).Sequence);
            Assert.Equal(index + 1, (await _server.ConnectRooms().PostAsync(Post("ada", id))).Sequence);
        }

        var page = await _server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room });
        Assert.Equal(ids, page.Events.Select(@event => @event.CommandId));
    }

    [Fact]
    public async Task Hello_ClientWithAnyText_IsWelcomed()
    {
        using var session = SessionTester.Open(_server.ConnectRooms());
        var hello = SessionTester.Hello("ada");
        hello.Hello.Client = "client\e[2J\u202E 1.0";

        await session.SendAsync(hello);

        await session.NextAsync(ServerFrame.FrameOneofCase.Welcome);
    }

    [Fact]
    public async Task Log_WithANameThatIsRefusedNow_StaysReadable()
    {
        var data = Directory.CreateTempSubdirectory("parley-old-names-").FullName;
        try
        {
            await using (var log = SqliteRoomLog.Open(data, TimeProvider.System, () => Guid.CreateVersion7()))
            {
                var batch = new AppendBatch("old",
                [
                    RoomEvent.Message(1, OldName, DateTimeOffset.UnixEpoch, "one", "c1"),
                    RoomEvent.Message(2, "Zoe\u0308", DateTimeOffset.UnixEpoch, "two"),
                ]);
                Assert.Equal([AppendOutcome.Appended], await log.AppendAsync([batch]));
            }

            await using var server = await ServerProcess.StartAsync(data: data);
            await AssertReadableAsync(server);
            await AssertClosedToTheNameAsync(server);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task AssertReadableAsync(ServerProcess server)
    {
        string[] users = [OldName, "Zoe\u0308"];
        Assert.Equal("old", Assert.Single((await server.ConnectRooms().ListRoomsAsync(new ListRoomsRequest())).Rooms).Room);
        var page = await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = "old" });
        Assert.Equal(users, page.Events.Select(@event => @event.User));

        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "bob");
        var joined = await session.JoinAsync(new Join { Room = "old", Last = 2 });
        Assert.Equal((2, 0), (joined.HeadSequence, joined.AfterSequence));
        Assert.Equal(users, (await session.EventsAsync("old", 2)).Select(@event => @event.User));

        using var chat = await ChatTester.JoinAsync(server.Connect(), "old", new Metadata.Entry("parley-history", "2"));
        Assert.Equal(users[0], (await chat.ReadAsync()).UserId);
        Assert.Equal(users[1], (await chat.ReadAsync()).UserId);

        Assert.Equal(3, await session.SayAsync("old", "c1", "three"));
        Assert.Equal("bob", (await chat.ReadAsync()).UserId);
    }

    private static async Task AssertClosedToTheNameAsync(ServerProcess server)
    {
        var post = Post(OldName, "c1");
        post.Room = "old";
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await server.ConnectRooms().PostAsync(post));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static PostRequest Post(string user, string command) => new()
    {
        Room = Room,
        User = user,
        CommandId = command,
        Content = new Content { Message = new Message { Text = "text" } },
    };
}
