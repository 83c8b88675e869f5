using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Restarts;

/// <summary>A server that is asked to stop while it opens its log, which may take long.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public async Task Start_SignalWhileTheLogIsOpened_EndsQuietly(string signal)
    {
        var data = new DataDirectory();
        var hanging = await HangingSync.BuildAsync(data.Path);
        await using var server = TestProcess.StartParley(
            ["serve", "--data", data.Path, "--grpc-port", "0", "--web-port", "0"], [hanging]);
        await server.ReadLineAsync(HangingSync.Line);

        server.Signal(signal);

        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.Empty(server.Errors);
        await using var next = await ServerProcess.StartAsync(data: data.Path);
        await next.DisposeAsync();
        data.Delete();
    }
}
