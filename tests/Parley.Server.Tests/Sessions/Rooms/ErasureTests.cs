using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Erasing;
using Parley.Engine.Feeds;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Server.Tests.Hosting;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>What clients see of contents that were erased.</summary>
public sealed class ErasureTests
{
    private const string Room = "lobby";

    [Fact]
    public async Task Erase_ByTheOperator_ReachesMembersJoinersPagesAndTheChatContract()
    {
        await using var server = await StartAsync();
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        await ada.SayAsync(Room, "c1", "secret");
        await ada.SayAsync(Room, "c2", "public");

        await EraseAsync(server, 1);

        var erasure = (await ada.UntilAsync(frame => frame.Event?.Content.Erasure is not null, "the erasure")).Event;
        Assert.Equal((3, "operator"), (erasure.Sequence, erasure.User));
        Assert.Equal([1], erasure.Content.Erasure.Sequences);
        using var bob = await SessionTester.GreetAsync(server.ConnectRooms(), "bob");
        await bob.JoinAsync(new Join { Room = Room, Last = 10 });
        AssertErased(await bob.EventsAsync(Room, 3));
        AssertErased((await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room })).Events);
        Assert.Equal("c1", bob.Frames.First(frame => frame.FrameCase == Kind.Event).Event.CommandId);
        using var chat = await ChatTester.JoinAsync(server.Connect(), Room, new Metadata.Entry("parley-history", "10"));
        Assert.Equal("public", (await chat.ReadAsync()).Text);
    }

    [Fact]
    public async Task Erase_WhatAReaderIsStillBehindWith_IsErasedWhenItComes()
    {
        const int Texts = 400;
        await using var server = await StartAsync();
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        using var slow = await SessionTester.JoinAsync(server.ConnectRooms(), "slow", Room);
        for (var i = 1; i <= Texts; i++)
        {
            await ada.SayAsync(Room, $"c{i}", $"{i} {new string('x', 16_000)}");
        }

        await EraseAsync(server, 1, Texts - 50, Texts);

        // The first texts were sent before they were erased. The reader has not asked for the last ones yet.
        var events = await slow.EventsAsync(Room, Texts + 1);
        Sequences.AssertDense(events, 0);
        Assert.Equal([Texts - 50, Texts], events.Where(@event => @event.Content.Erased is not null).Select(@event => @event.Sequence));
        Assert.NotNull(events[^1].Content.Erasure);
    }

    [Fact]
    public async Task Post_Erasure_IsRefusedUnlessTheHostAllowsIt()
    {
        await using var server = await StartAsync();
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        await ada.SayAsync(Room, "c1", "secret");

        var rejected = await PostAsync(ada, Room, "c2", Erasure(1));
        var unary = await server.ConnectRooms().PostAsync(
            new PostRequest { Room = Room, User = "ada", CommandId = "c3", Content = Erasure(1) }).ResponseAsync
            .ContinueWith(call => call.Exception?.InnerException?.Message ?? "accepted", TaskScheduler.Default);

        Assert.Equal(Code.Forbidden, rejected.Rejected.Code);
        Assert.Contains("parley erase", rejected.Rejected.Reason, StringComparison.Ordinal);
        Assert.Contains("parley erase", unary, StringComparison.Ordinal);
        Assert.Equal("secret", (await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room })).Events[0]
            .Content.Message.Text);
    }

    [Fact]
    public async Task Post_ErasureThatIsAllowed_IsDecidedByTheRoom()
    {
        await using var server = await StartAsync(new ErasingAccess());
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        await ada.SayAsync(Room, "c1", "secret");
        await ada.SayAsync(Room, "c2", "public");

        Assert.Equal(Code.Invalid, (await PostAsync(ada, Room, "e1", Erasure(3))).Rejected.Code);
        Assert.Equal(Code.Invalid, (await PostAsync(ada, Room, "e2", Erasure())).Rejected.Code);
        Assert.Equal(Code.Invalid, (await PostAsync(ada, Room, "e3", Erasure(2, 1))).Rejected.Code);
        Assert.Equal(Code.Invalid, (await PostAsync(ada, Room, "e4", new Content { Erased = new Erased() })).Rejected.Code);
        Assert.Equal(3, (await PostAsync(ada, Room, "e5", Erasure(1))).Accepted.Sequence);
        Assert.Equal(3, (await PostAsync(ada, Room, "e5", Erasure(1))).Accepted.Sequence);
        Assert.Equal(4, (await PostAsync(ada, Room, "e6", Erasure(1))).Accepted.Sequence);
        Assert.Contains("erased others", (await PostAsync(ada, Room, "e7", Erasure(3))).Rejected.Reason, StringComparison.Ordinal);

        // The client of an erased message may never have got its answer.
        Assert.Equal(1, await ada.SayAsync(Room, "c1", "secret"));
        AssertErased([.. (await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room })).Events.Take(3)]);

        await ada.JoinAsync(new Join { Room = "steps", Create = new Create { Kind = "steps" } });
        Assert.Contains("created the room", (await PostAsync(ada, "steps", "e1", Erasure(1))).Rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_InARoomOfAKindThatDoesNotErase_IsRefusedByTheKind()
    {
        await using var server = await StartAsync();
        using var ada = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
        await ada.JoinAsync(new Join { Room = "text", Create = new Create { Kind = "steps" } });
        var steps = new Content { Steps = new Steps { Steps_ = { Google.Protobuf.ByteString.CopyFromUtf8("step") } } };
        await ada.SendAsync(new ClientFrame { Post = new Post { Room = "text", CommandId = "s", Content = steps, ExpectedSequence = 1 } });
        await ada.UntilAsync(Kind.Accepted);

        var result = await server.Services.GetRequiredService<RoomErasing>().EraseAsync("text", [2], "operator", default);

        Assert.Equal(Parley.Protocol.ParleyCode.Invalid, result.Rejection?.Code);
        Assert.Empty(result.Outcomes);
    }

    [Fact]
    public async Task Erase_MoreThanOneEventCanErase_TakesSeveral()
    {
        await using var server = await StartAsync();
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        for (var i = 1; i <= 230; i++)
        {
            await ada.SayAsync(Room, $"c{i}", $"{i}");
        }

        await EraseAsync(server, [.. Enumerable.Range(1, 230).Select(i => (long)i)]);

        var page = await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room, PageSize = 1_000 });
        Assert.Equal(233, page.HeadSequence);
        Assert.All(page.Events.Take(230), @event => Assert.NotNull(@event.Content.Erased));
    }

    private static Task<EmbeddedServer> StartAsync(IRoomAccess? access = null) => EmbeddedServer.StartAsync(parley =>
    {
        parley.UseMemory().Services.Configure<FeedOptions>(feeds => (feeds.Capacity, feeds.ReadSize) = (65_536, 4_096));
        if (access is not null)
        {
            parley.Services.Replace(ServiceDescriptor.Singleton(access));
        }
    });

    private static async Task EraseAsync(EmbeddedServer server, params long[] sequences)
    {
        var result = await server.Services.GetRequiredService<RoomErasing>().EraseAsync(Room, sequences, "operator", default);
        Assert.Null(result.Rejection);
        Assert.All(result.Outcomes.Values, outcome => Assert.Equal(ErasureOutcome.Erased, outcome));
    }

    private static async Task<ServerFrame> PostAsync(SessionTester session, string room, string command, Content content)
    {
        await session.SendAsync(new ClientFrame { Post = new Post { Room = room, CommandId = command, Content = content } });
        return await session.UntilAsync(
            frame => frame.Accepted?.CommandId == command || frame.Rejected?.CommandId == command, "an answer");
    }

    private static Content Erasure(params long[] sequences) => new() { Erasure = new Erasure { Sequences = { sequences } } };

    private static void AssertErased(IReadOnlyList<Event> events)
    {
        Assert.Equal(
            [Content.KindOneofCase.Erased, Content.KindOneofCase.Message, Content.KindOneofCase.Erasure],
            events.Select(@event => @event.Content.KindCase));
        Assert.Equal(("ada", "c1"), (events[0].User, events[0].CommandId));
    }

    private sealed class ErasingAccess : IRoomAccess
    {
        public Rejection? Check(Identity identity, RoomAction action, string room) => null;

        public Rejection? CheckErase(Identity identity, string room) => null;
    }
}
