using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Logs;
using Parley.Protocol.Chat;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Server.Tests.Hosting;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Access;

/// <summary>
/// Every way into a room asks whether the user may take it. What is refused is refused with its reason, and changes nothing.
/// </summary>
public sealed class RoomAccessTests
{
    private const string Room = "closed";

    private static readonly Dictionary<string, Func<EmbeddedServer, Task<bool>>> Ways = new()
    {
        ["join"] = server => InSessionAsync(server, _ => Task.FromResult(false)),
        ["create"] = CreateAsync,
        ["post"] = server => InSessionAsync(server, PostAsync),
        ["signal"] = server => InSessionAsync(server, SignalAsync),
        ["post without a session"] = server => CallAsync(() => server.ConnectRooms().PostAsync(
            new PostRequest { Room = Room, User = "ada", CommandId = "unary", Content = Text }).ResponseAsync),
        ["list events"] = server => CallAsync(
            () => server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room }).ResponseAsync),
        ["list rooms"] = IsHiddenAsync,
        ["list members"] = server => CallAsync(
            () => server.ConnectRooms().ListMembersAsync(new ListMembersRequest { Room = Room }).ResponseAsync),
        ["chat"] = server => ChatAsync(server, _ => Task.CompletedTask),
        ["post as chat"] = server => ChatAsync(server, PostAsync),
    };

    private static Content Text => new() { Message = new Message { Text = "hello" } };

    [Theory]
    [InlineData(RoomAction.Join, "join", "create", "post", "signal", "chat", "post as chat")]
    [InlineData(RoomAction.Read, "list events", "list rooms")]
    [InlineData(RoomAction.Post, "post", "post without a session", "post as chat")]
    [InlineData(RoomAction.Signal, "signal")]
    [InlineData(RoomAction.Create, "create")]
    [InlineData(RoomAction.ListMembers, "list members")]
    public async Task Refusal_OfAnAction_ClosesTheWaysThatNeedIt_AndNoOther(RoomAction action, params string[] expected)
    {
        var refused = new List<string>();
        foreach (var (name, isRefusedAsync) in Ways)
        {
            await using var server = await EmbeddedServer.StartAsync(parley =>
                parley.UseMemory().Services.Replace(ServiceDescriptor.Singleton<IRoomAccess>(new RefusingAccess(action, Room))));
            await FillOtherRoomAsync(server);
            if (await isRefusedAsync(server))
            {
                refused.Add(name);
            }
        }

        Assert.Equal(expected, refused);
    }

    // Whatever is refused in one room is allowed in another of the same server.
    private static async Task FillOtherRoomAsync(EmbeddedServer server)
    {
        using var session = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", "open");
        await session.SayAsync("open", "c1", "hello");
        await session.SignalAsync("open", "typing");
        await session.PingAsync();
        Assert.DoesNotContain(session.Frames, frame => frame.FrameCase == Kind.Rejected);
    }

    private static async Task<bool> InSessionAsync(EmbeddedServer server, Func<SessionTester, Task<bool>> act)
    {
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
        await session.SendAsync(new ClientFrame { Join = new Join { Room = Room } });
        return IsRefused(await session.NextAsync()) || await act(session);
    }

    private static async Task<bool> CreateAsync(EmbeddedServer server)
    {
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
        await session.SendAsync(new ClientFrame { Join = new Join { Room = Room, Create = new Create { Kind = "steps" } } });
        var isRefused = IsRefused(await session.UntilAsync(frame => frame.FrameCase is Kind.Joined or Kind.Rejected, "an answer"));
        Assert.Equal(isRefused ? 0 : 1, await server.Services.GetRequiredService<IRoomLog>().ReadHeadAsync(Room));
        return isRefused;
    }

    private static async Task<bool> PostAsync(SessionTester session)
    {
        await session.PostAsync(Room, "c1", "hello");
        return IsRefused(await session.UntilAsync(frame => frame.FrameCase is Kind.Accepted or Kind.Rejected, "an answer"));
    }

    private static async Task<bool> SignalAsync(SessionTester session)
    {
        await session.SignalAsync(Room, "typing");
        await session.PingAsync();
        return session.Frames.Any(IsRefused);
    }

    private static bool IsRefused(ServerFrame frame)
    {
        if (frame.FrameCase != Kind.Rejected)
        {
            return false;
        }

        Assert.Equal((Code.Forbidden, Room, RefusingAccess.Reason), (frame.Rejected.Code, frame.Rejected.Room, frame.Rejected.Reason));
        return true;
    }

    private static async Task<bool> CallAsync(Func<Task> call)
    {
        try
        {
            await call();
            return false;
        }
        catch (RpcException exception)
        {
            Assert.Equal((StatusCode.PermissionDenied, RefusingAccess.Reason), (exception.StatusCode, exception.Status.Detail));
            return true;
        }
    }

    private static async Task<bool> IsHiddenAsync(EmbeddedServer server)
    {
        await server.Services.GetRequiredService<IRoomLog>().AppendAsync(
            [new AppendBatch(Room, [RoomEvent.Message(1, "ada", DateTimeOffset.UnixEpoch, "hello")])]);
        var page = await server.ConnectRooms().ListRoomsAsync(new ListRoomsRequest());
        return page.Rooms.All(room => room.Room != Room);
    }

    private static Task<bool> ChatAsync(EmbeddedServer server, Func<AsyncDuplexStreamingCall<ChatMessage, ChatMessage>, Task> act) =>
        CallAsync(async () =>
        {
            using var chat = server.Connect().JoinChat(new Metadata { { "parley-room", Room } });
            try
            {
                await act(chat);
                await chat.RequestStream.CompleteAsync();
            }
            catch (RpcException)
            {
                // The call has ended. How it ended, reading tells.
            }

            while (await chat.ResponseStream.MoveNext())
            {
            }
        });

    private static Task PostAsync(AsyncDuplexStreamingCall<ChatMessage, ChatMessage> chat) =>
        chat.RequestStream.WriteAsync(new ChatMessage { UserId = "ada", Text = "hello" });
}
