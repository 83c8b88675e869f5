using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

public sealed class DataDirectoryTests
{
    [Fact]
    public async Task Data_OfARunningServer_IsRefusedToAnother()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-").FullName;
        await using var first = await ServerProcess.StartAsync(data: data);

        await FailedStart.AssertAsync("A server is using", ["--data", data]);

        await first.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Data_NotALog_IsRefusedAndLeftUnchanged()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-").FullName;
        var file = Path.Combine(data, "parley.db");
        await File.WriteAllTextAsync(file, "somebody's notes, not a database at all");

        await FailedStart.AssertAsync("not a Parley log", ["--data", data]);

        Assert.Equal("somebody's notes, not a database at all", await File.ReadAllTextAsync(file));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Data_InMemory_IsReportedAsNotKept()
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");

        Assert.Contains("nothing survives a restart", await server.Process.ReadLineAsync("data"), StringComparison.Ordinal);
    }
}
