using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol.V1;
using Parley.Server.Contracts.Rooms;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Rooms;

/// <summary>Unary calls whose responses nobody reads. The server has few turns and little patience.</summary>
public sealed class PageLimiterTests
{
    private const string Room = "pages";
    private const string Path = "/parley.v1.RoomService/ListEvents";
    private static readonly ListEventsRequest Request = new() { Room = Room, After = 0, PageSize = 1_000 };

    [Fact]
    public async Task Read_AllTurnsHeldByUnreadResponses_GetsOneWhenTheyTimeOut()
    {
        await using var server = await StartAsync(maxInFlight: 1, maxPerConnection: 1, timeoutSeconds: 1);
        using var unread = new UnreadConnection(server.Address);
        await unread.CallAsync(Path, Request.ToByteArray(), count: 1);

        var page = await server.ConnectRooms().ListEventsAsync(Request, deadline: DateTime.UtcNow + Deadline.Step);

        Assert.Equal(10, page.Events.Count);
    }

    [Fact]
    public async Task Read_OneConnectionHasAllItsTurns_OthersDoNotWait()
    {
        await using var server = await StartAsync(maxInFlight: 3, maxPerConnection: 2, timeoutSeconds: 3_600);
        using var unread = new UnreadConnection(server.Address);
        await unread.CallAsync(Path, Request.ToByteArray(), count: 20);

        var client = server.ConnectRooms();
        for (var i = 0; i < 20; i++)
        {
            var page = await client.ListEventsAsync(Request, deadline: DateTime.UtcNow + Deadline.Step);
            Assert.Equal(10, page.Events.Count);
        }
    }

    /// <summary>Some clients take a refusal for a broken stream if it has more than headers.</summary>
    [Fact]
    public async Task Refusal_OfAnyCall_IsTrailersOnly()
    {
        Toolchain.Require("python3-h2", () => Toolchain.Runs("/usr/bin/python3", "-c", "import h2"));
        await using var server = await StartAsync(maxInFlight: 1, maxPerConnection: 1, timeoutSeconds: 30);
        string[] calls =
        [
            .. Call("ListEvents", new ListEventsRequest { Room = Room, PageSize = 1_001 }),
            .. Call("ListRooms", new ListRoomsRequest { PageSize = 1_001 }),
            .. Call("ListMembers", new ListMembersRequest { Room = Room, PageSize = 1_001 }),
            .. Call("Post", new PostRequest { Room = Room, User = "ada" }),
        ];
        var script = Repository.At("tests", "Parley.Server.Tests", "Contracts", "Rooms", "refused_calls.py");
        await using var client = TestProcess.Start("/usr/bin/python3", [script, $"{new Uri(server.Address).Port}", .. calls]);

        await client.SucceedAsync();
        Assert.Equal(["3 trailers only", "3 trailers only", "3 trailers only", "3 trailers only"], await client.ReadToEndAsync());

        static string[] Call(string method, IMessage request) =>
            [$"/parley.v1.RoomService/{method}", Convert.ToHexString(request.ToByteArray())];
    }

    private static async Task<EmbeddedServer> StartAsync(int maxInFlight, int maxPerConnection, int timeoutSeconds)
    {
        var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory().Services.Configure<PageOptions>(pages =>
            (pages.MaxInFlight, pages.MaxPerConnection, pages.TimeoutSeconds) = (maxInFlight, maxPerConnection, timeoutSeconds)));
        var client = server.ConnectRooms();
        for (var i = 0; i < 10; i++)
        {
            var content = new Content { Message = new Message { Text = new string('x', 16_000) } };
            await client.PostAsync(new PostRequest { Room = Room, User = "ada", CommandId = $"c{i}", Content = content });
        }

        return server;
    }
}
