using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class BackupTests
{
    private static readonly string[] Nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    [Fact]
    public async Task Backup_RunningServer_IsRestoredElsewhere()
    {
        using var folder = new DataFolder();
        using var backup = new DataFolder();
        using var restored = new DataFolder();
        await using (var server = await ServerProcess.StartAsync(data: folder.Path))
        {
            await DataFolder.PostAsync(server.GrpcAddress, "r", 20);

            Assert.Equal(
                ["1 room, 20 events: backed up and verified"],
                await CommandProcess.RunAsync("backup", "--data", folder.Path, "--to", backup.Path));
        }

        Assert.Equal(
            ["1 room, 20 events: restored and verified"],
            await CommandProcess.RunAsync("restore", "--data", restored.Path, "--from", backup.Path));
        Assert.Equal(["1 room, 20 events: ok"], await CommandProcess.RunAsync("verify", "--data", restored.Path));
    }

    [Fact]
    public async Task Backup_WithoutData_TakesTheEnvironmentsDirectory()
    {
        using var folder = await DataFolder.FillAsync("r", 3);
        using var backup = new DataFolder();
        await using var process = CommandProcess.StartWith(
            new() { ["PARLEY_DATA"] = folder.Path }, "backup", "--to", backup.Path);

        await process.SucceedAsync();

        Assert.Equal("1 room, 3 events: backed up and verified", await process.ReadLineAsync());
    }

    [Fact]
    public async Task Backup_TargetThatCannotBeUsed_ExplainsWhyInOneLine()
    {
        using var folder = await DataFolder.FillAsync("r", 3);
        using var other = await DataFolder.FillAsync("r", 1);
        var file = Path.Combine(other.Path, "file");
        await File.WriteAllTextAsync(file, "");

        Assert.Contains("is not empty", await FailAsync(folder.Path, other.Path), StringComparison.Ordinal);
        Assert.Contains("is inside the data directory", await FailAsync(folder.Path, folder.Path), StringComparison.Ordinal);
        Assert.Contains("is a file, not a directory", await FailAsync(folder.Path, file), StringComparison.Ordinal);
        Assert.Contains("cannot be written", await FailAsync(folder.Path, "/proc/backup"), StringComparison.Ordinal);
        Assert.Contains("There is no log in", await FailAsync("/proc", other.Path), StringComparison.Ordinal);
        Assert.Equal(["1 room, 1 event: ok"], await CommandProcess.RunAsync("verify", "--data", other.Path));
    }

    [Fact]
    public async Task Backup_DamagedLog_ExplainsWhyInOneLine()
    {
        using var folder = await DataFolder.FillAsync("r", 20);
        using var backup = new DataFolder();
        folder.Execute("DELETE FROM events WHERE id & 0xFFFFFFFFFF = 7");

        Assert.Contains("event 7 is missing", await FailAsync(folder.Path, backup.Path), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(backup.Path));
        var target = Path.Combine(backup.Path, "new");
        Assert.Contains("event 7 is missing", await FailAsync(folder.Path, target), StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
    }

    [Fact]
    public async Task Restore_DirectoryWithALog_ExplainsWhyInOneLine()
    {
        using var folder = await DataFolder.FillAsync("r", 3);
        using var empty = new DataFolder();

        Assert.Contains(
            "already has a log",
            await CommandProcess.FailAsync(1, "restore", "--data", folder.Path, "--from", folder.Path),
            StringComparison.Ordinal);
        Assert.Contains(
            "There is no log in",
            await CommandProcess.FailAsync(1, "restore", "--data", folder.Path, "--from", empty.Path),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_IntoMemory_IsAUsageError()
    {
        using var folder = await DataFolder.FillAsync("r", 1);

        Assert.Contains(
            "keeps nothing on disk",
            await CommandProcess.FailAsync(2, "restore", "--data", ":memory:", "--from", folder.Path),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("history --data DIR")]
    [InlineData("verify --data DIR")]
    [InlineData("backup --data DIR --to /tmp/parley-never")]
    [InlineData("restore --data /tmp/parley-never --from DIR")]
    public async Task Command_DirectoryOfAnotherUser_SaysWhoMayLook(string command)
    {
        Toolchain.Require("setpriv, with the right to change the user", () => Toolchain.Runs("setpriv", [.. Nobody, "true"]));
        using var folder = await DataFolder.FillAsync("r", 1);
        string[] arguments = command.Replace("DIR", folder.Path, StringComparison.Ordinal).Split(' ');
        await using var process = TestProcess.Start("setpriv", [.. Nobody, .. Repository.Parley, .. arguments]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal(
            $"parley: This user is not allowed to read '{folder.Path}'. Run the command as the server's user.",
            Assert.Single(process.Errors));
    }

    [Theory]
    [InlineData("history --data DIR")]
    [InlineData("verify --data DIR")]
    [InlineData("backup --data DIR --to /tmp/parley-never")]
    public async Task Command_FileOfAnotherUser_SaysWhoMayLook(string command)
    {
        Toolchain.Require("setpriv, with the right to change the user", () => Toolchain.Runs("setpriv", [.. Nobody, "true"]));
        using var folder = await DataFolder.FillAsync("r", 1);
        await TestProcess.Start("chmod", ["755", folder.Path]).SucceedAsync();
        string[] arguments = command.Replace("DIR", folder.Path, StringComparison.Ordinal).Split(' ');
        await using var process = TestProcess.Start("setpriv", [.. Nobody, .. Repository.Parley, .. arguments]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Matches(
            "^parley: This user is not allowed to read '.*'. Run the command as the server's user.$", Assert.Single(process.Errors));
    }

    [Fact]
    public async Task Serve_AfterAnInterruptedRestore_RefusesToBeginAnEmptyLog()
    {
        using var folder = new DataFolder();
        await File.WriteAllTextAsync(folder.Database + ".restoring", "half");

        var line = await CommandProcess.FailAsync(1, "serve", "--grpc-port", "0", "--web-port", "0", "--data", folder.Path);

        Assert.Contains("Run parley restore again", line, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Database));
    }

    [Theory]
    [InlineData("backup", "--to")]
    [InlineData("restore", "--from")]
    public async Task Command_WithoutItsDirectory_IsAUsageError(string command, string option) =>
        Assert.Contains(option, await CommandProcess.FailAsync(2, command), StringComparison.Ordinal);

    private static Task<string> FailAsync(string data, string to) => CommandProcess.FailAsync(1, "backup", "--data", data, "--to", to);
}
