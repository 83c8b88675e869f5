using System.Net;
using System.Net.Sockets;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Parley.Server.Hosting;
using Parley.Server.Hosting.Settings;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

public sealed class StandaloneServerTests
{
    [Fact]
    public async Task Connection_BeforeTheServerIsReady_IsRefused()
    {
        await using var server = Create();
        int[] ports = [PortOf(server.GrpcAddress), PortOf(server.WebAddress)];

        foreach (var (port, address) in ports.SelectMany(port => new[] { (port, IPAddress.Loopback), (port, IPAddress.IPv6Loopback) }))
        {
            using var early = new TcpClient(address.AddressFamily);
            var refused = await Assert.ThrowsAsync<SocketException>(() => early.ConnectAsync(address, port).Within("a refusal"));
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        }

        await server.StartAsync(TestContext.Current.CancellationToken).Within("the start");

        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
        using var stream = await ChatTester.JoinAsync(new(channel), "ready");
        await stream.SayAsync("ada", "hello");
        Assert.Equal("hello", (await stream.ReadAsync()).Text);
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest()).ResponseAsync.Within("its health");
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task Port_TakenDuringTheStart_IsReportedAsInUse()
    {
        await using var first = Create();
        var (grpc, web) = (PortOf(first.GrpcAddress), PortOf(first.WebAddress));
        await using var second = Create(grpcPort: $"{grpc}");
        await using var third = Create(webPort: $"{web}");
        await first.StartAsync(TestContext.Current.CancellationToken).Within("the start");

        await FailsAsync(second, InUse(grpc, "--grpc-port"));
        await FailsAsync(third, InUse(web, "--web-port"));
    }

    private static async Task FailsAsync(StandaloneServer server, string message)
    {
        var refused = await Assert.ThrowsAsync<StartupException>(
            () => server.StartAsync(TestContext.Current.CancellationToken).Within("a refusal"));
        Assert.Equal(message, refused.Message);
    }

    private static string InUse(int port, string option) =>
        $"Port {port} on localhost is in use by another program. Choose another with {option}, or 0 for a free one.";

    private static StandaloneServer Create(string grpcPort = "0", string webPort = "0") =>
        StandaloneServer.Create(new Dictionary<string, IReadOnlyList<string>>
        {
            ["--grpc-port"] = [grpcPort],
            ["--web-port"] = [webPort],
            ["--data"] = [":memory:"],
        });

    private static int PortOf(string address) => new Uri(address).Port;
}
