using System.Diagnostics;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Reliability.Tests.Sessions;

/// <summary>Runs alone: it asserts a time. The heartbeat is one second, and the grace much longer.</summary>
[Collection(ShutdownTests.Alone)]
public sealed class VanishingTests(ITestOutputHelper output)
{
    private const string Room = "vanishing";

    private static readonly TimeSpan TwoHeartbeats = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Peer_Vanishes_HasLeftAfterTwoHeartbeats(bool busy)
    {
        Dictionary<string, string?> environment = new()
        {
            ["PARLEY_SESSION__HEARTBEAT_SECONDS"] = "1",
            ["PARLEY_MEMBER__GRACE_MILLISECONDS"] = "600000",
        };
        await using var server = await ServerProcess.StartAsync(environment: environment, data: ":memory:");
        using var stopTalking = new CancellationTokenSource();
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        using var peer = RawStream.Open(server.GrpcAddress, room: null, "/parley.v1.RoomService/Connect");
        await peer.SendFrameAsync(SessionTester.Hello("bob").ToByteArray());
        await peer.SendFrameAsync(new ClientFrame { Join = new Join { Room = Room } }.ToByteArray());
        await peer.ReadPayloadAsync();
        await peer.ReadPayloadAsync();
        using var talker = await SessionTester.JoinAsync(server.ConnectRooms(), "cyd", Room);
        var talking = busy ? talker.TalkAsync(Room, stopTalking.Token) : Task.CompletedTask;

        // From here on nothing is read from or written to its socket, and no FIN is sent.
        peer.StopReading();
        var sinceVanished = Stopwatch.StartNew();
        await ada.UntilAsync(frame => frame.Presence is { User: "bob", State: PresenceState.Left }, "Presence that bob left");

        // Its last frame was sent up to half a heartbeat earlier.
        output.WriteLine($"left after {sinceVanished.Elapsed.TotalSeconds:F2} s");
        Assert.InRange(sinceVanished.Elapsed, TwoHeartbeats * 0.75, TwoHeartbeats + MaxDelay);
        await stopTalking.CancelAsync();
        await talking;
    }
}
