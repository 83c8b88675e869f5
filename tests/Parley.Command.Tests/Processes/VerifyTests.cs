using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class VerifyTests
{
    [Fact]
    public async Task Verify_SoundLog_PrintsOneLine()
    {
        using var folder = await DataFolder.FillAsync("r", 20);

        Assert.Equal((0, "1 room, 20 events: ok"), await RunAsync(folder.Path));
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE id & 0xFFFFFFFFFF = 7", "room 'r': event 7 is missing.\n1 room, 49 events: 1 problem")]
    [InlineData(
        "DROP INDEX events_by_command; UPDATE events SET command = 'x', checksum = NULL WHERE id & 0xFFFFFFFFFF IN (2, 9)",
        "index events_by_command is missing.\n" +
        "room 'r': command 'x' of 'ada' became 2 events, the first is 2, the last 9.\n" +
        "2 events written by an earlier version cannot be checked for changes: there is no checksum.\n" +
        "1 room, 50 events: 2 problems")]
    [InlineData(
        "UPDATE events SET user = 'bob' WHERE id & 0xFFFFFFFFFF = 7",
        "room 'r': event 7 does not match its checksum.\n1 room, 50 events: 1 problem")]
    public async Task Verify_DamagedLog_PrintsOneLinePerProblem(string sql, string expected)
    {
        using var folder = await DataFolder.FillAsync("r", 50);
        folder.Execute(sql);

        Assert.Equal((1, expected), await RunAsync(folder.Path));
    }

    [Fact]
    public async Task Verify_ManyProblems_ListsTwenty()
    {
        using var folder = await DataFolder.FillAsync("r", 51);
        folder.Execute("DELETE FROM events WHERE id % 2 = 0");

        var (code, output) = await RunAsync(folder.Path);

        Assert.Equal((1, 22), (code, output.Split('\n').Length));
        Assert.EndsWith("\nand 5 more problems.\n1 room, 26 events: 25 problems", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NoLog_ExplainsWhyInOneLine()
    {
        using var folder = new DataFolder();
        Assert.Contains("There is no directory", await FailAsync(Path.Combine(folder.Path, "none")), StringComparison.Ordinal);
        Assert.Contains("There is no log in", await FailAsync(folder.Path), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));

        await File.WriteAllTextAsync(folder.Database, "");
        Assert.Contains("is empty", await FailAsync(folder.Path), StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.Database, new string('x', 10_000));
        Assert.Contains("damaged or not a Parley log", await FailAsync(folder.Path), StringComparison.Ordinal);

        File.Delete(folder.Database);
        folder.Execute("CREATE TABLE things (id INTEGER)");
        Assert.Contains("another program", await FailAsync(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_RunningServer_RefusesUntilItEnds()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await DataFolder.PostAsync(server.GrpcAddress, "r", 10);
        Assert.Contains("A server is using the data directory", await FailAsync(folder.Path), StringComparison.Ordinal);

        server.Process.Signal("KILL");
        await server.Process.WaitForExitAsync();

        Assert.Equal((0, "1 room, 10 events: ok"), await RunAsync(folder.Path));
    }

    private static async Task<(int Code, string Output)> RunAsync(string directory)
    {
        await using var verify = CommandProcess.Start("verify", "--data", directory);
        var code = await verify.WaitForExitAsync();
        string[] advice = code == 0 ? [] : ["parley: the log is damaged. Restore a backup, or erase the damaged events with parley erase."];
        Assert.Equal(advice, verify.Errors);
        return (code, string.Join('\n', await verify.ReadToEndAsync()));
    }

    private static Task<string> FailAsync(string directory) => CommandProcess.FailAsync(1, "verify", "--data", directory);
}
