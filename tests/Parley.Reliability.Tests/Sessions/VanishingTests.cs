using System.Diagnostics;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Reliability.Tests.Sessions;

/// <summary>Runs alone: it asserts a time. With a heartbeat of one second, and a grace that ends long after.</summary>
[Collection(ShutdownTests.Alone)]
public sealed class VanishingTests(ITestOutputHelper output)
{
    private const string Room = "vanishing";

    private static readonly TimeSpan TwoHeartbeats = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAfter = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PeerThatVanishes_HasLeftAfterTwoHeartbeats(bool busy)
    {
        await using var server = await ServerProcess.StartAsync(
            environment: [new("PARLEY_SESSION__HEARTBEAT_SECONDS", "1"), new("PARLEY_MEMBER__GRACE_MILLISECONDS", "600000")], data: ":memory:");
        using var talking = new CancellationTokenSource();
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        using var peer = RawStream.Open(server.GrpcAddress, room: null, "/parley.v1.RoomService/Connect");
        await peer.SendFrameAsync(SessionTester.Hello("bob").ToByteArray());
        await peer.SendFrameAsync(new ClientFrame { Join = new Join { Room = Room } }.ToByteArray());
        await peer.ReadPayloadAsync();
        await peer.ReadPayloadAsync();
        using var speaker = await SessionTester.JoinAsync(server.ConnectRooms(), "cyd", Room);
        var speaking = busy ? speaker.TalkAsync(Room, talking.Token) : Task.CompletedTask;

        // From here on nothing is read from its socket and nothing is written, and no FIN is sent.
        peer.StopReading();
        var gone = Stopwatch.StartNew();
        await ada.UntilAsync(frame => frame.Presence is { User: "bob", State: PresenceState.Left }, "Presence that bob left");

        // It said something last up to half a heartbeat before it vanished.
        output.WriteLine($"has left after {gone.Elapsed.TotalSeconds:F2} s");
        Assert.InRange(gone.Elapsed, TwoHeartbeats * 0.75, TwoHeartbeats + LongestAfter);
        await talking.CancelAsync();
        await speaking;
    }
}
