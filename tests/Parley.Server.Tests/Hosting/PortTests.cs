using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Parley.Protocol.Chat;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

public sealed class PortTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Localhost_IPv4OrIPv6_IsServed(string host)
    {
        using var channel = GrpcChannel.ForAddress($"http://{host}:{new Uri(_server.GrpcAddress).Port}");
        using var stream = await ChatTester.JoinAsync(new ChatService.ChatServiceClient(channel), "both-families");

        await stream.SayAsync("ada", "hello");

        Assert.Equal("hello", (await stream.ReadAsync()).Text);
    }

    [Fact]
    public async Task Servers_TwoOnOneMachine_RunSideBySide()
    {
        await using var other = await ServerProcess.StartAsync();
        using var here = await ChatTester.JoinAsync(_server.Connect(), "side-by-side");
        using var there = await ChatTester.JoinAsync(other.Connect(), "side-by-side");

        await here.SayAsync("ada", "here");
        await there.SayAsync("bob", "there");

        Assert.Equal("here", (await here.ReadAsync()).Text);
        Assert.Equal("there", (await there.ReadAsync()).Text);
    }

    [Fact]
    public async Task Port_InUse_IsReportedInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await FailedStart.AssertAsync($"Port {port}", ["--grpc-port", $"{port}"]);
        await FailedStart.AssertAsync("--web-port", ["--web-port", $"{port}"]);
    }

    [Fact]
    public async Task Port_OfTwoStartingServers_BelongsToOne()
    {
        var port = LowPort.Find();
        string[] arguments = ["serve", "--grpc-port", $"{port}", "--web-port", "0", "--data", ":memory:"];
        await using var one = TestProcess.StartParley(arguments);
        await using var other = TestProcess.StartParley(arguments);

        var (ending, still) = (one.WaitForExitAsync(), other.WaitForExitAsync());
        var (ended, serving) = await Task.WhenAny(ending, still) == ending ? (one, other) : (other, one);

        Assert.Equal(1, await ended.WaitForExitAsync());
        var error = Assert.Single(ended.Errors, line => line.StartsWith("parley: ", StringComparison.Ordinal));
        Assert.Contains($"Port {port} on localhost is in use", error, StringComparison.Ordinal);
        Assert.Empty(ended.Failures);
        Assert.Empty(await ended.ReadToEndAsync());
        Assert.EndsWith($":{port}", await serving.ReadLineAsync("gRPC "), StringComparison.Ordinal);
    }
}
