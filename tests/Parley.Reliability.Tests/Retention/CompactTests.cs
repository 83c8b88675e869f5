using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Retention;

/// <summary>A log whose disk fails while its free space is given back.</summary>
public sealed class CompactTests
{
    private const int Events = 500;

    [Theory]
    [InlineData("ENOSPC")]
    [InlineData("EROFS")]
    public async Task DiskFullOrReadOnly_WhileCompacting_LosesNothing(string error)
    {
        DiskFault.Require();
        var data = new DataDirectory();
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            using var session = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", "room");
            for (var i = 0; i < Events; i++)
            {
                await session.SayAsync("room", $"{i}", new string('x', 4_000));
            }

            Assert.Equal(0, await RunAsync("trim", "--room", "room", "--keep", "10events", "--data", data.Path));
            await using var fault = await DiskFault.AttachAsync(server.Process, DiskFault.Write, error);
            Assert.Equal(1, await RunAsync("compact", "--data", data.Path));
            await fault.DetachAsync();
            await ServerHealth.WaitForRecoveryAsync(server);

            Assert.Equal(Events + 1, await session.SayAsync("room", "after", "after"));
            Assert.Equal(0, await RunAsync("compact", "--data", data.Path));
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        Assert.Equal(0, await RunAsync("verify", "--data", data.Path));
        data.Delete();
    }

    private static async Task<int> RunAsync(params string[] arguments)
    {
        await using var process = TestProcess.StartParley(arguments);
        return await process.WaitForExitAsync();
    }
}
