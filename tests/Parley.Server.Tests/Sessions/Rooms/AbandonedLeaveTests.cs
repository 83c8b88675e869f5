using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Parley.Contracts.Testing.Transports;
using Parley.Engine.Feeds;
using Parley.Engine.Members;
using Parley.Protocol.V1;
using Parley.Server.Frames;
using Parley.Server.Sessions;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>Clients that leave a room and are gone before the server could tell them so.</summary>
public sealed class AbandonedLeaveTests
{
    private const string Room = "abandoned";
    private const string Next = "next";
    private const int AtOnce = 20;

    private static int Rounds => LongRun.IsWanted ? 50 : 5;

    [Fact]
    public async Task Leave_WriterBlockedThenGone_NothingStays()
    {
        await using var server = await EmbeddedServer.StartAsync(parley =>
            parley.UseMemory().Services.Configure<MemberOptions>(members => members.GraceMilliseconds = 0));
        var sessions = server.Services.GetRequiredService<SessionFactory>();
        var members = server.Services.GetRequiredService<MemberDirectory>();
        var next = new MemberWatcher();
        members.Enter(Next, next);

        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => LeaveAndVanishAsync($"bob-{round}-{i}")));
        }

        members.Leave(Next, next, isBroken: false);
        Assert.Equal((0, 0), (members.Count, server.Services.GetRequiredService<FeedDirectory>().Count));

        async Task LeaveAndVanishAsync(string user)
        {
            // The writer waits in its first flush, since nothing is read.
            using var transport = new MemorySessionTransport(window: 1);
            using var session = sessions.Create(transport);
            var running = session.RunAsync();
            await SendAsync(transport.Client, SessionTester.Hello(user));
            await SendAsync(transport.Client, new ClientFrame { Join = new Join { Room = Room } });
            await SendAsync(transport.Client, new ClientFrame { Leave = new Leave { Room = Room } });
            await SendAsync(transport.Client, new ClientFrame { Join = new Join { Room = Next } });

            // Frames are handled in order, so the Leave has been.
            await next.EnteredAsync(user);
            transport.Client.Break();
            await running.Within("the end of the session");
        }
    }

    private static Task SendAsync(MemoryTransportClient client, ClientFrame frame)
    {
        var bytes = new byte[FramePrefix.Bytes + frame.CalculateSize()];
        FramePrefix.Write(bytes, bytes.Length - FramePrefix.Bytes);
        frame.WriteTo(bytes.AsSpan(FramePrefix.Bytes));
        return client.SendAsync(bytes);
    }
}
