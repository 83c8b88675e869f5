using CounterKind;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol.V1;
using Parley.Server.Tests.Hosting;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Documents;

/// <summary>The examples of <c>docs/coding/kinds.md</c> do what the page says.</summary>
public sealed class KindSnippetTests
{
    [Fact]
    public async Task Client_CreatesACounterAndAdds()
    {
        await using var server = await StartAsync();
        var address = server.Address;

        using var channel = GrpcChannel.ForAddress(address);
        using var session = new RoomService.RoomServiceClient(channel).Connect();
        var frames = session.RequestStream;
        await frames.WriteAsync(new() { Hello = new() { User = "ada", ProtocolVersion = 1 } });

        var create = new Create { Kind = "counter", Options = ByteString.CopyFromUtf8("10") };
        await frames.WriteAsync(new() { Join = new() { Room = "score", Last = 100, Create = create } });

        var add = new Custom { Type = "add", Data = ByteString.CopyFromUtf8("5") };
        await frames.WriteAsync(new() { Post = new() { Room = "score", CommandId = "c1", Content = new() { Custom = add } } });

        var events = new List<Event>();
        while (await session.ResponseStream.MoveNext(CancellationToken.None))
        {
            var frame = session.ResponseStream.Current;
            if (frame.Event is not null)
            {
                events.Add(frame.Event);
            }
            else if (frame.Ping is not null)
            {
                await frames.WriteAsync(new() { Pong = new() });
            }
            else if (frame.Accepted is { CommandId: "c1" })
            {
                // The addition is on disk. What was decided so far is still delivered, then the session ends.
                await frames.CompleteAsync();
            }
        }

        Assert.Equal("counter", events[0].Content.Created.Kind);
        Assert.Equal(add, events[1].Content.Custom);
    }

    [Theory]
    [InlineData("ada", Kind.Joined)]
    [InlineData("bob", Kind.Rejected)]
    public async Task Access_LetsOnlyAdaCreate(string user, Kind expected)
    {
        await using var server = await StartAsync();
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), user);

        await session.SendAsync(new ClientFrame { Join = new Join { Room = "score", Create = new Create { Kind = "counter" } } });

        Assert.Equal(expected, (await session.NextAsync()).FrameCase);
    }

    private static Task<EmbeddedServer> StartAsync() => EmbeddedServer.StartAsync(
        parley => parley.UseMemory().AddRoomKind<Counter>().UseRoomAccess<OnlyAdaCreates>());
}
