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
        DiskFault.Require();
        var data = new DataDirectory();
        string[] serve = [.. Repository.Parley, "serve", "--data", data.Path, "--grpc-port", "0", "--web-port", "0"];
        await using var server = DiskFault.Start("delay_enter=600000000", serve, call: "fsync,fdatasync");
        await FileAsync(Path.Combine(data.Path, "parley.db"));

        server.Signal(signal);

        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.Empty(server.Errors);
        await using var next = await ServerProcess.StartAsync(data: data.Path);
        await next.DisposeAsync();
        data.Delete();
    }

    private static async Task FileAsync(string path)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(path))
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
