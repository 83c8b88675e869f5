using System.Buffers.Binary;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Parley.Contracts.Testing.Transports;
using Parley.Engine.Members;
using Parley.Protocol.V1;
using Parley.Server.Sessions;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions;

/// <summary>Sessions without a network: what they do is independent of what carries their frames.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Session_OverMemory_GreetsJoinsPostsAndDelivers()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory());
        using var transport = new MemorySessionTransport();
        var running = RunAsync(server, transport);

        await SendAsync(transport, SessionTester.Hello("ada"));
        Assert.Equal("ada", (await ReadAsync(transport)).Welcome.User);
        await SendAsync(transport, new ClientFrame { Join = new Join { Room = "room" } });
        Assert.Equal("room", (await ReadAsync(transport)).Joined.Room);
        await SendAsync(transport, SessionTester.Post("room", "id-1", "hello"));
        var (first, second) = (await ReadAsync(transport), await ReadAsync(transport));
        await transport.Client.CompleteAsync();

        Assert.Equal(TransportEnd.Left, await transport.Client.ReadEndAsync().Within("the end"));
        await running.Within("the session");
        Assert.Equal(1, (first.Accepted ?? second.Accepted).Sequence);
        Assert.Equal("hello", (first.Event ?? second.Event).Content.Message.Text);
    }

    [Fact]
    public async Task Session_ConnectionBreaksWithinAFrame_EndsAndIsForgotten()
    {
        await using var server = await EmbeddedServer.StartAsync(parley =>
            parley.UseMemory().Services.Configure<MemberOptions>(members => members.GraceMilliseconds = 0));
        using var transport = new MemorySessionTransport();
        var running = RunAsync(server, transport);
        await SendAsync(transport, SessionTester.Hello("ada"));
        await ReadAsync(transport);
        await SendAsync(transport, new ClientFrame { Join = new Join { Room = "room" } });
        await ReadAsync(transport);

        await transport.Client.SendAsync(new byte[3]);
        transport.Client.Break();

        await running.Within("the session");
        Assert.Equal(0, server.Services.GetRequiredService<MemberDirectory>().Count);
    }

    private static async Task RunAsync(EmbeddedServer server, MemorySessionTransport transport)
    {
        using var session = server.Services.GetRequiredService<SessionFactory>().Create(transport);
        await session.RunAsync();
    }

    private static Task SendAsync(MemorySessionTransport transport, ClientFrame frame)
    {
        var bytes = new byte[5 + frame.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), frame.CalculateSize());
        frame.WriteTo(bytes.AsSpan(5));
        return transport.Client.SendAsync(bytes);
    }

    private static async Task<ServerFrame> ReadAsync(MemorySessionTransport transport)
    {
        var prefix = new byte[5];
        await transport.Client.ReadAsync(prefix).Within("a frame");
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await transport.Client.ReadAsync(payload).Within("a frame's payload");
        return ServerFrame.Parser.ParseFrom(payload);
    }
}
