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
    public async Task Serve_SecondSignal_EndsAtOnce(string signal, int killed)
    {
        using var data = new DataFolder();
        await using var server = Serve(data.Path);
        await server.ReadLineAsync("data ");

        server.Signal(signal);
        server.Signal(signal);

        var exitCode = await server.WaitForExitAsync();
        Assert.True(exitCode == 0 || exitCode == killed, $"{exitCode}: {server.Transcript}");
        Assert.Empty(server.Errors);
    }

    private static TestProcess Serve(string data) =>
        CommandProcess.Start("serve", "--grpc-port", "0", "--web-port", "0", "--data", data);
}
