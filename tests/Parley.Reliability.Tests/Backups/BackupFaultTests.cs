using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Backups;

/// <summary>Whatever ends a backup or a restore in the middle, nothing half is ever taken for a log.</summary>
public sealed class BackupFaultTests(ITestOutputHelper output)
{
    private const int Rooms = 5;
    private const int Events = 5_000;

    // A backup of this log writes 371 times, first to the shared memory beside the log, and a restore reads 395 times.
    private const int WritesOfABackup = 350;
    private const int ReadsOfARestore = 380;

    private static int Rounds => LongRun.IsWanted ? 100 : 10;

    [Fact]
    public async Task Kill_WhileBackingUp_LeavesNothingThatLooksComplete()
    {
        DiskFault.Require();
        var files = new BackupFiles();
        var events = await files.FillAsync(Rooms, Events);
        var random = Seed();
        for (var round = 0; round < Rounds; round++)
        {
            var write = random.Next(1, WritesOfABackup);
            await using var killed = DiskFault.Start($"signal=KILL:when={write}", files.BackupCommand());
            Assert.True(await killed.WaitForExitAsync() == 137, $"Write {write} did not come. {killed.Transcript}");
            Assert.False(File.Exists(BackupFiles.Database(files.Backup)), $"killed at write {write}; {files.Backup}");
        }

        Assert.Equal($"{Rooms} rooms, {events} events: backed up and verified", await BackupFiles.RunAsync(files.BackupCommand()));
        Assert.Single(Directory.EnumerateFileSystemEntries(files.Backup));
        files.Delete();
    }

    [Fact]
    public async Task Kill_WhileRestoring_KeepsServersOutUntilItIsRepeated()
    {
        DiskFault.Require();
        var files = new BackupFiles();
        var events = await files.FillAsync(Rooms, Events);
        await BackupFiles.RunAsync(files.BackupCommand());
        var random = Seed();
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var read = random.Next(1, ReadsOfARestore);
            await using var killed = DiskFault.Start($"signal=KILL:when={read}", files.RestoreCommand(), call: DiskFault.Read);
            Assert.True(await killed.WaitForExitAsync() == 137, $"Read {read} did not come. {killed.Transcript}");
            Assert.False(File.Exists(BackupFiles.Database(files.Restored)), $"killed at read {read}; {files.Restored}");
            if (File.Exists(BackupFiles.Database(files.Restored) + ".restoring") && refused++ < 3)
            {
                await using var server = TestProcess.StartParley(
                    ["serve", "--grpc-port", "0", "--web-port", "0", "--data", files.Restored]);
                Assert.True(await server.WaitForExitAsync() == 1, $"killed at read {read}\n{server.Transcript}");
                Assert.Contains("Run parley restore again", string.Join(' ', server.Errors), StringComparison.Ordinal);
            }
        }

        Assert.True(refused > 0, $"No round left a half file in {files.Restored}.");
        Assert.Equal($"{Rooms} rooms, {events} events: restored and verified", await BackupFiles.RunAsync(files.RestoreCommand()));
        files.Delete();
    }

    [Theory]
    [InlineData("ENOSPC", 1, "disk is full or cannot be written")]
    [InlineData("ENOSPC", 100, "is too full: a backup takes about [1-9][0-9]* MB")]
    [InlineData("ENOSPC", WritesOfABackup, "is too full: a backup takes about [1-9][0-9]* MB")]
    [InlineData("EROFS", 1, "disk is full or cannot be written")]
    [InlineData("EROFS", 100, "disk I/O error.*Check both disks")]
    [InlineData("EROFS", WritesOfABackup, "disk I/O error.*Check both disks")]
    public async Task DiskFullOrReadOnly_WhileBackingUp_IsExplainedAndLeavesNothing(string error, int write, string explanation)
    {
        DiskFault.Require();
        var files = new BackupFiles();
        await files.FillAsync(Rooms, Events);

        await using (var full = DiskFault.Start($"error={error}:when={write}+", files.BackupCommand()))
        {
            Assert.True(await full.WaitForExitAsync() == 1, full.Transcript);
            Assert.Matches(explanation, Assert.Single(full.Errors));
        }

        Assert.True(!Directory.Exists(files.Backup) || !Directory.EnumerateFileSystemEntries(files.Backup).Any(), files.Backup);
        await BackupFiles.RunAsync(files.BackupCommand());
        files.Delete();
    }

    [Theory]
    [InlineData("ENOSPC", 1, "is too full: the backup takes [1-9][0-9]* MB")]
    [InlineData("ENOSPC", 2, "is too full: the backup takes [1-9][0-9]* MB")]
    [InlineData("EROFS", 1, "Read-only file system.*Check both disks")]
    [InlineData("EROFS", 2, "Read-only file system.*Check both disks")]
    public async Task DiskFullOrReadOnly_WhileRestoring_IsExplainedAndLeavesNothing(string error, int write, string explanation)
    {
        DiskFault.Require();
        var files = new BackupFiles();
        await files.FillAsync(Rooms, Events);
        await BackupFiles.RunAsync(files.BackupCommand());

        await using (var full = DiskFault.Start($"error={error}:when={write}+", files.RestoreCommand()))
        {
            Assert.True(await full.WaitForExitAsync() == 1, full.Transcript);
            Assert.Matches(explanation, Assert.Single(full.Errors));
        }

        Assert.Equal(["parley.lock"], Directory.EnumerateFileSystemEntries(files.Restored).Select(entry => Path.GetFileName(entry)));
        await BackupFiles.RunAsync(files.RestoreCommand());
        files.Delete();
    }

    private Random Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"reproduce with TEST_SEED={seed}");
        return new Random(seed);
    }
}
