using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("parley-test-").FullName;

    public DataDirectoryTests() => Directory.CreateDirectory(Data);

    private string Data => Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Data_OfARunningServer_IsRefusedToAnother()
    {
        await using var first = await ServerProcess.StartAsync(data: Data);

        await FailedStart.AssertAsync("is using the data directory", ["--data", Data]);
    }

    [Theory]
    [InlineData("rm DATA/parley.lock")]
    [InlineData("mkdir OTHER && ln DATA/parley.db OTHER/parley.db", "OTHER")]
    [InlineData("mkdir OTHER && ln -s DATA/parley.db OTHER/parley.db", "OTHER")]
    [InlineData("ln -s DATA OTHER", "OTHER")]
    [InlineData("true", "DATA", "1")]
    public async Task Data_OfARunningServerByAnotherPath_IsRefused(string script, string second = "DATA", string? withoutLocks = null)
    {
        await using var first = await ServerProcess.StartAsync(data: Data);
        await RunAsync(script);

        await using var process = TestProcess.StartParley(
            ["serve", "--grpc-port", "0", "--web-port", "0", "--data", Expand(second)],
            [new("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", withoutLocks)]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Matches("^parley: A server.* is using '?", Assert.Single(process.Errors));
    }

    [Theory]
    [InlineData("rm -r DATA")]
    [InlineData("mv DATA OTHER", "mv OTHER DATA")]
    [InlineData("mv DATA/parley.db DATA/old.db", "mv DATA/old.db DATA/parley.db")]
    [InlineData("cp DATA/parley.db DATA/new.db; mv DATA/new.db DATA/parley.db")]
    [InlineData("rm DATA/parley.db-wal")]
    public async Task Data_MovedOrRemovedWhileServing_NothingIsAcknowledged(string script, string? undo = null)
    {
        await using var server = await ServerProcess.StartAsync(data: Data);
        using var session = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", "lobby");
        await session.SayAsync("lobby", "c1", "before");

        await RunAsync(script);
        await session.PostAsync("lobby", "c2", "lost");

        Assert.Equal(Code.Unavailable, (await session.UntilAsync(ServerFrame.FrameOneofCase.Rejected)).Rejected.Code);
        await HealthAsync(server, isHealthy: false);
        Assert.Contains(server.Process.Errors, line => line.Contains("was moved, removed or replaced", StringComparison.Ordinal));
        if (undo is not null)
        {
            await RunAsync(undo);
            await HealthAsync(server, isHealthy: true);
            await session.SayAsync("lobby", "c3", "after");
        }
    }

    [Fact]
    public async Task Data_RemovedWhileNobodyPosts_IsUnhealthy()
    {
        await using var server = await ServerProcess.StartAsync(data: Data);

        await RunAsync("rm -r DATA");

        await HealthAsync(server, isHealthy: false);
    }

    [Theory]
    [InlineData("mkdir DATA/parley.db", "is not a file")]
    [InlineData("mkfifo DATA/parley.db", "is not a file")]
    [InlineData("mkdir -p DATA/parley.lock", "cannot be written")]
    [InlineData("echo file > OTHER; rmdir DATA; mv OTHER DATA", "is a file, not a directory")]
    public async Task Data_NotADirectoryOfFiles_IsRefused(string script, string part)
    {
        await RunAsync(script);

        await FailedStart.AssertAsync(part, ["--data", Data]);
    }

    [Fact]
    public async Task Data_OpenToOthers_IsMadePrivate()
    {
        await RunAsync("chmod 777 DATA; touch DATA/parley.db; chmod 666 DATA/parley.db");

        await using var server = await ServerProcess.StartAsync(data: Data);

        Assert.Contains(server.Process.Errors, line => line.Contains("Other users can replace the log", StringComparison.Ordinal));
        Assert.Contains(server.Process.Errors, line => line.Contains("Other users could read", StringComparison.Ordinal));
        Assert.Equal("600", await ModesAsync("DATA/*"));
    }

    [Fact]
    public async Task Data_CreatedWithoutAnyMask_IsPrivate()
    {
        await using var server = TestProcess.Start(
            "sh",
            [
                "-c", "umask 000; exec \"$@\"", "sh", .. Repository.Parley, "serve", "--grpc-port", "0", "--web-port", "0",
                "--data", Path.Combine(Data, "new"),
            ]);
        await server.ReadLineAsync("data");

        Assert.Equal("700", await ModesAsync("DATA/new"));
        Assert.Equal("600", await ModesAsync("DATA/new/*"));
    }

    [Fact]
    public async Task Data_NotALog_IsRefusedAndLeftUnchanged()
    {
        var file = Path.Combine(Data, "parley.db");
        await File.WriteAllTextAsync(file, "somebody's notes, not a database at all");

        await FailedStart.AssertAsync("not a Parley log", ["--data", Data]);

        Assert.Equal("somebody's notes, not a database at all", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Data_InMemory_IsReportedAsNotKept()
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");

        Assert.Contains("nothing survives a restart", await server.Process.ReadLineAsync("data"), StringComparison.Ordinal);
    }

    private static async Task HealthAsync(ServerProcess server, bool isHealthy)
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await http.GetAsync(new Uri($"{server.WebAddress}/healthz"), deadline.Token)).IsSuccessStatusCode != isHealthy)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private string Expand(string script) => script
        .Replace("DATA", Data, StringComparison.Ordinal)
        .Replace("OTHER", Path.Combine(_root, "other"), StringComparison.Ordinal);

    /// <summary>The permissions that files have, each once.</summary>
    private async Task<string> ModesAsync(string files)
    {
        await using var shell = TestProcess.Start("sh", ["-ec", Expand($"stat -c %a {files} | sort -u")]);
        return string.Join(' ', await shell.ReadToEndAsync());
    }

    private async Task RunAsync(string script)
    {
        await using var shell = TestProcess.Start("sh", ["-ec", Expand(script)]);
        await shell.SucceedAsync();
    }
}
