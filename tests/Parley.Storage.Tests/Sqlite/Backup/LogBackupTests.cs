using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Tests.Sqlite.Backup;

public sealed class LogBackupTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DamagedLog _log = new();
    private readonly string _target = Directory.CreateTempSubdirectory("parley-backup-").FullName;

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_target, recursive: true);
    }

    [Fact]
    public async Task Create_LogInUse_HasEveryRow()
    {
        await _log.FillAsync(("lobby", 50), ("kitchen", 1));
        await using var log = _log.Open();
        await log.AppendAsync(
        [
            new("steps", [new(1, "ada", Noon, new CreatedContent("steps", 1, "\0options"u8.ToArray()).Encode(), null)]),
            new("lobby", [RoomEvent.Message(51, "b\u0000b", Noon, "before\0after", "i\0d"), RoomEvent.Message(52, "é", Noon, "", null)]),
        ]);
        await log.SaveSnapshotAsync("steps", new Snapshot(1, 7, new byte[] { 0, 1, 2 }));

        var report = Create();

        Assert.Equal((3, 54), (report.Rooms, report.Events));
        Assert.Equal(LogTable.ReadAll(_log.Directory), LogTable.ReadAll(_target));
    }

    [Fact]
    public async Task Create_Backup_IsOnePrivateFileWithoutAWriteAheadLog()
    {
        await _log.FillAsync(("room", 10));
        var target = Path.Combine(_target, "new", "backup");

        Create(target);

        var file = Assert.Single(Directory.EnumerateFileSystemEntries(target));
        Assert.Equal("parley.db", Path.GetFileName(file));
        Assert.Equal((1, 1), ((await File.ReadAllBytesAsync(file))[18], (await File.ReadAllBytesAsync(file))[19]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(target));
        }
    }

    [Fact]
    public async Task Create_LogWithoutEvents_IsBackedUp()
    {
        await _log.FillAsync();

        Assert.Equal((0, 0), (Create().Rooms, Create(Path.Combine(_target, "again-is-elsewhere")).Events));
    }

    [Fact]
    public async Task Create_RoomsThatGrowBetweenPasses_AreComplete()
    {
        await _log.FillAsync(("first", 45_000), ("last", 10));
        await using var log = _log.Open();
        var heads = new Dictionary<string, int> { ["first"] = 45_000, ["last"] = 10, ["new"] = 0 };
        var reports = 0;
        var growing = new ProgressProbe(() =>
        {
            if (++reports <= 3)
            {
                Append(log, heads, 30_000 / reports);
            }
        });

        var report = LogBackup.Create(_log.Directory, _target, TimeProvider.System, growing, TestContext.Current.CancellationToken);

        Assert.Equal((3, heads.Values.Sum()), (report.Rooms, report.Events));
        Assert.Equal(LogTable.ReadAll(_log.Directory), LogTable.ReadAll(_target));
    }

    [Fact]
    public async Task Create_WhileCommitsGoOn_IsOfOneMoment()
    {
        await _log.FillAsync([.. Enumerable.Range(0, 20).Select(i => ($"room-{i}", 2_000))]);
        await using var log = _log.Open();
        using var done = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                for (var next = 2_001; !done.IsCancellationRequested; next++)
                {
                    await log.AppendAsync([.. Enumerable.Range(0, 20).Select(i => DamagedLog.Batch($"room-{i}", next, 1))]);
                }
            },
            CancellationToken.None);

        Create();
        await done.CancelAsync();
        await writing;

        using var backup = LogReader.Open(_target);
        Assert.Single(backup.ReadRooms().Select(room => room.Head).Distinct());
    }

    [Fact]
    public async Task Create_EventsGivenUpMeanwhile_AreNotInTheBackup()
    {
        await _log.FillAsync(("kept", 10), ("shortened", 30));
        var giveUp = new ProgressProbe(() => _log.Execute(
            "UPDATE rooms SET first = 21 WHERE name = 'shortened'; DELETE FROM events WHERE id BETWEEN 2 << 40 AND (2 << 40) + 20"));

        // By then, everything has been copied once.
        var progress = new StepProbe("copying new events", giveUp);
        var report = LogBackup.Create(_log.Directory, _target, TimeProvider.System, progress, TestContext.Current.CancellationToken);

        Assert.Equal((2, 20), (report.Rooms, report.Events));
        Assert.Equal(LogTable.ReadAll(_log.Directory), LogTable.ReadAll(_target));
    }

    [Fact]
    public async Task Create_ContentsErasedAfterTheyWereCopied_AreErasedInTheBackup()
    {
        await _log.FillAsync(("lobby", 98), ("kitchen", 10));
        await using (var filling = _log.Open())
        {
            RoomEvent[] events = [RoomEvent.Message(99, "ada", Noon, "secret"), RoomEvent.Message(100, "ada", Noon, "x")];
            await filling.AppendAsync([new("lobby", events)]);
        }

        await using var log = _log.Open();
        var erase = new ProgressProbe(() => EraseLater(log));

        // By then, everything has been copied once.
        var progress = new StepProbe("copying new events", erase);
        LogBackup.Create(_log.Directory, _target, TimeProvider.System, progress, TestContext.Current.CancellationToken);

        Assert.Equal(1, erase.Reports);
        Assert.Equal(LogTable.ReadAll(_log.Directory), LogTable.ReadAll(_target));
        Assert.False(LogBytes.Contain(_target, "secret"));
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE id & 0xFFFFFFFFFF = 5", "room 'room': event 5 is missing.")]
    [InlineData("DROP INDEX events_by_command; UPDATE events SET command = 'twice'", "UNIQUE constraint failed")]
    [InlineData("DROP TABLE snapshots", "no such table")]
    [InlineData("DELETE FROM rooms", "10 events belong to room number 1, which does not exist. There is no backup")]
    public async Task Create_DamagedLog_FailsAndLeavesNothing(string sql, string problem)
    {
        await _log.FillAsync(("room", 10));
        _log.Execute(sql);

        var failed = Assert.Throws<LogBackupException>(() => Create());

        Assert.True(failed.Message.Contains(problem, StringComparison.Ordinal), failed.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_target));
    }

    [Fact]
    public async Task Create_CorruptPage_FailsAndLeavesNothing()
    {
        await _log.FillAsync(("room", 5_000));
        _log.Overwrite(at: 20 * 4096, bytes: 4096);

        Assert.Contains("is damaged", Assert.Throws<LogBackupException>(() => Create()).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_target));
    }

    [Fact]
    public async Task Create_AfterAnInterruptedBackup_StartsOver()
    {
        await _log.FillAsync(("room", 10));
        await File.WriteAllTextAsync(Path.Combine(_target, "parley.db.incomplete"), "half");
        await File.WriteAllTextAsync(Path.Combine(_target, "parley.lock"), "");

        Assert.Equal(10, Create().Events);
        Assert.Single(Directory.EnumerateFileSystemEntries(_target));
    }

    [Fact]
    public async Task Create_DirectoryWithOtherFiles_RefusesAndLeavesThem()
    {
        await _log.FillAsync(("room", 10));
        await File.WriteAllTextAsync(Path.Combine(_target, "parley.db.incomplete"), "half");
        await File.WriteAllTextAsync(Path.Combine(_target, "letter.txt"), "dear");

        Assert.Contains("it has 'letter.txt'", Assert.Throws<LogBackupException>(() => Create()).Message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_target).Count());
    }

    [Theory]
    [InlineData("link", "")]
    [InlineData("link/backup", "")]
    [InlineData("link/backup", "sub")]
    public async Task Create_InTheDataDirectoryThroughALink_Refuses(string to, string linked)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        await _log.FillAsync(("room", 10));
        Directory.CreateDirectory(Path.Combine(_log.Directory, linked));
        var links = Directory.CreateTempSubdirectory("parley-links-").FullName;
        File.CreateSymbolicLink(Path.Combine(links, "link"), Path.Combine(_log.Directory, linked));

        var refused = Assert.Throws<LogBackupException>(() => Create(Path.Combine(links, to)));

        Assert.Contains("is inside the data directory", refused.Message, StringComparison.Ordinal);
        Directory.Delete(links, recursive: true);
    }

    [Fact]
    public void Create_LinksInACircle_Refuses()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var links = Directory.CreateTempSubdirectory("parley-links-").FullName;
        File.CreateSymbolicLink(Path.Combine(links, "one"), Path.Combine(links, "two"));
        File.CreateSymbolicLink(Path.Combine(links, "two"), Path.Combine(links, "one"));

        Assert.Throws<IOException>(() => PhysicalPath.Of(Path.Combine(links, "one", "backup")));
        Directory.Delete(links, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/backup")]
    public async Task Create_InTheDataDirectory_Refuses(string below)
    {
        await _log.FillAsync(("room", 10));
        var before = _log.Files();

        var refused = Assert.Throws<LogBackupException>(() => Create(_log.Directory + below));

        Assert.Contains("is inside the data directory", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before.Keys, _log.Files().Keys.Where(name => !name.EndsWith("-wal") && !name.EndsWith("-shm")));
        Assert.Empty(Directory.EnumerateDirectories(_log.Directory));
    }

    [Fact]
    public async Task Create_TwoIntoOneDirectory_RefusesTheSecond()
    {
        await _log.FillAsync(("room", 10));
        var second = new ProgressProbe(() =>
            Assert.Contains("Another backup", Assert.Throws<LogBackupException>(() => Create()).Message, StringComparison.Ordinal));

        LogBackup.Create(_log.Directory, _target, TimeProvider.System, second, TestContext.Current.CancellationToken);

        Assert.True(second.Reports > 0);
    }

    [Fact]
    public async Task Create_CancelledAtAnyReport_LeavesNothing()
    {
        await _log.FillAsync(("room", 100));
        var reports = 0;
        LogBackup.Create(
            _log.Directory, _target, TimeProvider.System, new ProgressProbe(() => reports++), TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(_target, "parley.db"));

        for (var last = 1; last <= reports; last++)
        {
            using var cancelled = new CancellationTokenSource();
            var left = last;
            var progress = new ProgressProbe(() =>
            {
                if (--left == 0)
                {
                    cancelled.Cancel();
                }
            });

            Assert.ThrowsAny<OperationCanceledException>(
                () => LogBackup.Create(_log.Directory, _target, TimeProvider.System, progress, cancelled.Token));
            Assert.Empty(Directory.EnumerateFileSystemEntries(_target));
        }
    }

    [Fact]
    public void Create_NoLog_RefusesAndCreatesNothing()
    {
        var target = Path.Combine(_target, "backup");

        Assert.Contains("no log in", Assert.Throws<LogOpenException>(() => Create(target)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
    }

    private LogReport Create(string? target = null) => LogBackup.Create(
        _log.Directory, target ?? _target, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);

    private static void Append(SqliteRoomLog log, Dictionary<string, int> heads, int count)
    {
        var batches = heads.Keys.Select(room => DamagedLog.Batch(room, heads[room] + 1, count)).ToList();
        var outcomes = log.AppendAsync(batches).GetAwaiter().GetResult();
        Assert.All(outcomes, outcome => Assert.Equal(AppendOutcome.Appended, outcome));
        foreach (var room in heads.Keys)
        {
            heads[room] += count;
        }
    }

    private static void EraseLater(SqliteRoomLog log)
    {
        var appended = log.AppendAsync([new("lobby", [Erasure(101, 99)]), new("kitchen", [Erasure(11, 3)])]);
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Appended], appended.Result);
    }

    private static RoomEvent Erasure(long sequence, params long[] erased) =>
        new(sequence, "ada", Noon, new ErasureContent(erased).Encode());
}
