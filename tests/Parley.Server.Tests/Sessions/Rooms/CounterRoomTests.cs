using System.Globalization;
using CounterKind;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol.V1;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>A host's own kind, from a client to the disk and back: the sample of the documentation.</summary>
public sealed class CounterRoomTests : IDisposable
{
    private const string Room = "score";

    private readonly string _data = Directory.CreateTempSubdirectory("parley-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Counter_OverRestarts_KeepsItsValueAndWhatWasUndone()
    {
        await using (var server = await StartAsync())
        {
            using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
            var options = ByteString.CopyFromUtf8("10");
            var joined = await session.JoinAsync(
                new Join { Room = Room, Create = new Create { Kind = "counter", Options = options } });
            Assert.Equal(("counter", 1), (joined.Kind, joined.HeadSequence));
            Assert.Equal(2, await PostAsync(server, "c1", "add", 5));
            Assert.Equal(3, await PostAsync(server, "c2", "add", 7));
        }

        await using (var server = await StartAsync())
        {
            Assert.Equal(4, await PostAsync(server, "c3", "undo", 2));
            Assert.Equal(4, await PostAsync(server, "c3", "undo", 2));
            Assert.Equal(3, await PostAsync(server, "c2", "add", 7));
        }

        await using (var server = await StartAsync())
        {
            var again = await Assert.ThrowsAsync<RpcException>(() => PostAsync(server, "c4", "undo", 2));
            var notAnAddition = await Assert.ThrowsAsync<RpcException>(() => PostAsync(server, "c5", "undo", 99));

            Assert.Equal("Event 2 has already been undone.", again.Status.Detail);
            Assert.Equal("Event 99 is not an addition.", notAnAddition.Status.Detail);
            Assert.Equal(["created", "add 5", "add 7", "undone 2", "add -5"], await ReadAsync(server));
        }
    }

    [Theory]
    [InlineData("many", 1)]
    [InlineData("", 2)]
    public async Task Create_WithWrongOptions_IsRefused(string options, uint version)
    {
        await using var server = await StartAsync();
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");

        await session.SendAsync(new ClientFrame
        {
            Join = new Join
            {
                Room = Room,
                Create = new Create { Kind = "counter", Version = version, Options = ByteString.CopyFromUtf8(options) },
            },
        });

        Assert.Equal(Code.Invalid, (await session.UntilAsync(ServerFrame.FrameOneofCase.Rejected)).Rejected.Code);
        Assert.Empty(await ReadAsync(server));
    }

    private Task<EmbeddedServer> StartAsync() => EmbeddedServer.StartAsync(parley => parley.UseSqlite(_data).AddRoomKind<Counter>());

    private static async Task<long> PostAsync(EmbeddedServer server, string commandId, string type, long number)
    {
        var data = ByteString.CopyFromUtf8(number.ToString(CultureInfo.InvariantCulture));
        var content = new Content { Custom = new Custom { Type = type, Data = data } };
        var request = new PostRequest { User = "ada", Room = Room, CommandId = commandId, Content = content };
        return (await server.ConnectRooms().PostAsync(request)).Sequence;
    }

    private static async Task<IEnumerable<string>> ReadAsync(EmbeddedServer server)
    {
        var page = await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room });
        return page.Events.Select(@event => @event.Content)
            .Select(content => content.Custom is { } custom ? $"{custom.Type} {custom.Data.ToStringUtf8()}" : "created");
    }
}
