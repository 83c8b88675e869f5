using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>A server that is asked to end does so in good order, whatever it is doing.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(LongRun.IsWanted ? 25 : 100);

    /// <summary>The moment is what is tested here, so this test lets time pass.</summary>
    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public async Task Serve_SignalDuringTheStart_EndsQuietly(string signal, int killed)
    {
        using var data = new DataFolder();
        for (var moment = TimeSpan.Zero; moment <= LongestStart; moment += Step)
        {
            await using var server = Serve(data.Path);
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            server.Signal(signal);

            // Before the process has begun to run the command, the system ends it.
            var exitCode = await server.WaitForExitAsync();
            Assert.True(
                exitCode == 0 || exitCode == killed, $"{signal} after {moment.TotalMilliseconds} ms: {exitCode}, {server.Transcript}");
            Assert.Empty(server.Errors);
        }
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public async Task Serve_SignalWhileServing_SendsWhatItOwesAndEndsWithZero(string signal)
    {
        await using var server = await ServerProcess.StartAsync();
        await DataFolder.PostAsync(server.GrpcAddress, "r", 1);
        await using var tail = CommandProcess.Start("tail", "--room", "r", "--last", "all", "--server", server.GrpcAddress);
        await tail.ReadLineAsync("ada: 1");

        server.Process.Signal(signal);

        Assert.Equal(0, await server.Process.WaitForExitAsync());
        await tail.ReadErrorAsync("reconnecting: The server is shutting down");
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public async Task Serve_SecondSignalWhileDraining_EndsAtOnce(string signal, int killed)
    {
        await using var server = await ServerProcess.StartAsync(
            environment: new Dictionary<string, string?> { ["PARLEY_DRAIN_MILLISECONDS"] = "60000" });
        await DataFolder.PostAsync(server.GrpcAddress, "r", 1);
        await using var tail = CommandProcess.Start("tail", "--room", "r", "--last", "all", "--server", server.GrpcAddress);
        await tail.ReadLineAsync("ada: 1");
        tail.Signal("STOP");

        server.Process.Signal(signal);
        await UnhealthyAsync(server.WebAddress);
        server.Process.Signal(signal);

        Assert.Equal(killed, await server.Process.WaitForExitAsync());
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task Serve_HangUpThatIsIgnored_KeepsServing()
    {
        using var data = new DataFolder();
        await using var server = CommandProcess.StartShell("trap '' HUP; exec \"$@\"", Arguments(data.Path));
        var address = (await server.ReadLineAsync("gRPC ")).Split(' ')[^1];

        server.Signal("HUP");

        await DataFolder.PostAsync(address, "r", 1);
        server.Signal("TERM");
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    private static TestProcess Serve(string data) => CommandProcess.Start(Arguments(data));

    private static string[] Arguments(string data) => ["serve", "--grpc-port", "0", "--web-port", "0", "--data", data];

    private static async Task UnhealthyAsync(string web)
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(Deadline.Step);
        while ((await http.GetAsync(new Uri($"{web}/healthz"), deadline.Token)).IsSuccessStatusCode)
        {
            await Task.Yield();
        }
    }
}
