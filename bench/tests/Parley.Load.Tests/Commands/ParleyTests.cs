using System.Globalization;
using System.Text.Json;
using Parley.Load.Commands;
using Parley.Testing;

namespace Parley.Load.Tests.Commands;

/// <summary>The workloads against the real server, in both contracts and with the .NET client. Figures are not checked.</summary>
public sealed class ParleyTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("fan-out --connections 4 --senders 2 --warmup 0.1 --seconds 0.3", "postsPerSecond")]
    [InlineData("fan-out --connections 2 --streams 3 --rooms 2 --senders 4 --rate 200 --warmup 0.1 --seconds 0.3", "postsPerSecond")]
    [InlineData("post --senders 3 --rooms 2 --warmup 0.1 --seconds 0.3", "postsPerSecond")]
    [InlineData("ping-pong --streams 3 --warmup 0.1 --seconds 0.3", "echoesPerSecond")]
    [InlineData("burst --connections 3 --burst 50 --rounds 2", "burstMilliseconds")]
    [InlineData("post --senders 3 --rate 500 --warmup 0.1 --seconds 0.3", "postsPerSecond")]
    [InlineData("post-latency --warmup 0.1 --seconds 0.3", "maxMicroseconds")]
    [InlineData("replay --events 5000", "eventsPerSecond")]
    [InlineData("replay --events 5000 --readers 2", "eventsPerSecond")]
    [InlineData("idle --connections 3 --streams 2 --settle 0.1 --seconds 0.1", "kibPerStream")]
    public void Run_InBothContracts_HasNoFaults(string workload, string figure) => Assert.All(["grpc", "session"], protocol =>
    {
        // The same rooms twice: the second run needs new command ids.
        for (var i = 0; i < 2; i++)
        {
            var result = Run($"{workload} --protocol {protocol}");

            Assert.Equal((protocol, 0), (result.GetProperty("protocol").GetString(), result.GetProperty("faults").GetInt64()));
            Assert.True(result.GetProperty("extra").TryGetProperty(figure, out _), $"{figure} in {result}");
        }
    });

    [Fact]
    public void Run_ReplayOfFilledRoom_ReadsEveryRoundAgain()
    {
        const string Replay = "replay --protocol session --events 2000 --room filled";
        Assert.Equal(0, Run(Replay).GetProperty("faults").GetInt64());

        var again = Run($"{Replay} --filled --readers 2 --rounds 3");

        var extra = again.GetProperty("extra");
        var seconds = extra.GetProperty("replaySeconds").GetDouble() * 3;
        Assert.Equal(0, again.GetProperty("faults").GetInt64());
        Assert.Equal(12_000, extra.GetProperty("eventsPerSecond").GetDouble() * seconds, 1d);
    }

    [Theory]
    [InlineData(
        "sdk-post --window 100 --warmup 0.1 --seconds 0.3", "postsPerSecond", "clientCpuMicrosecondsPerPost", "clientMebibytesPeak")]
    [InlineData("sdk-replay --events 5000", "eventsPerSecond", "eventsPerClientCpuSecond", "clientCpuMicrosecondsPerEvent")]
    [InlineData("sdk-rooms --rooms 20 --messages 100", "joinSeconds", "latencyRatioP50", "latencyRatioP99")]
    public void Run_SdkWorkload_HasNoFaults(string workload, params string[] figures)
    {
        var result = Run(workload);

        Assert.Equal(("session", 0), (result.GetProperty("protocol").GetString(), result.GetProperty("faults").GetInt64()));
        Assert.All(figures, figure => Assert.True(result.GetProperty("extra").GetProperty(figure).GetDouble() > 0, figure));
    }

    private JsonElement Run(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var port = new Uri(_server.GrpcAddress).Port;
        var server = string.Create(CultureInfo.InvariantCulture, $"--server 127.0.0.1:{port} --process {_server.Process.Id} --json");
        using var output = new StringWriter();
        using var error = new StringWriter();
        CommandRunner.Run($"{line[..space]} {server}{line[space..]}".Split(' '), output, error);
        Assert.Empty(error.ToString());
        return JsonDocument.Parse(output.ToString().TrimEnd().Split('\n')[^1]).RootElement;
    }
}
