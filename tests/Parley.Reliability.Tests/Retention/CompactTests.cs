using System.Text.Json;
using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Retention;

/// <summary>A log whose disk fails, or whose server is killed, while its free space is given back.</summary>
public sealed class CompactTests(ITestOutputHelper output)
{
    private const int Events = 500;
    private const int LongEvents = 2_000;
    private const int Kept = 10;

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

    [Fact]
    public async Task Kill_WhileCompacting_LosesNothing()
    {
        DiskFault.Require();
        var template = new DataDirectory();
        await FillAndTrimAsync(template);
        var full = template.Pages;
        var random = new Random(1);
        var unfinished = 0;
        for (var round = 0; round < (LongRun.IsWanted ? 100 : 6); round++)
        {
            var data = template.Copy();
            var write = random.Next(80, 270);
            var name = $"round {round}, write {write}";
            var compacted = await CompactAsync(data, write);
            await AssertKeptAsync(data, name);
            var pages = data.Pages;
            output.WriteLine($"{name}: {full} pages, {pages} left");
            unfinished += !compacted && pages < full ? 1 : 0;
            data.Delete();
        }

        Assert.NotEqual(0, unfinished);
        template.Delete();
    }

    /// <summary>Compacts a log whose server is killed at one of its writes, or afterwards if it has made fewer.</summary>
    /// <returns>True if the log was compacted before the server was killed.</returns>
    private static async Task<bool> CompactAsync(DataDirectory data, int write)
    {
        await using var server = DiskFault.Start(
            $"signal=KILL:when={write}",
            [.. Repository.Parley, "serve", "--grpc-port", "0", "--web-port", "0", "--data", data.Path]);
        await server.ReadLineAsync("gRPC ");
        var compacted = await RunAsync("compact", "--data", data.Path) == 0;
        if (compacted)
        {
            server.Signal("KILL");
        }

        Assert.True(await server.WaitForExitAsync() == 137, $"write {write}, compacted {compacted}\n{server.Transcript}");
        return compacted;
    }

    private static async Task FillAndTrimAsync(DataDirectory data)
    {
        await using var server = await ServerProcess.StartAsync(data: data.Path);
        using var session = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", "room");
        for (var i = 1; i <= LongEvents; i++)
        {
            await session.SayAsync("room", $"{i}", Text(i));
        }

        Assert.Equal(0, await RunAsync("trim", "--room", "room", "--keep", $"{Kept}events", "--data", data.Path));
        server.Process.Signal("TERM");
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    private static async Task AssertKeptAsync(DataDirectory data, string name)
    {
        Assert.True(await RunAsync("verify", "--data", data.Path) == 0, name);
        await using var history = TestProcess.StartParley(["history", "--data", data.Path, "--room", "room", "--json"]);
        var texts = (await history.ReadToEndAsync()).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString());
        Assert.Equal(Enumerable.Range(LongEvents - Kept + 1, Kept).Select(Text), texts);
    }

    private static string Text(int i) => $"{i} {new string('x', 16_000)}";

    private static async Task<int> RunAsync(params string[] arguments)
    {
        await using var process = TestProcess.StartParley(arguments);
        return await process.WaitForExitAsync();
    }
}
