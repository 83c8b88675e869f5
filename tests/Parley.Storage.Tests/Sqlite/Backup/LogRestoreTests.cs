using Parley.Storage.Sqlite;
using Parley.Testing;

namespace Parley.Storage.Tests.Sqlite.Backup;

public sealed class LogRestoreTests : IDisposable
{
    private readonly DamagedLog _log = new();
    private readonly DamagedLog _restored = new();

    public void Dispose()
    {
        _log.Dispose();
        _restored.Dispose();
    }

    [Fact]
    public async Task Restore_Backup_IsTheLogAgain()
    {
        await _log.FillAsync(("one", 30), ("two", 1));
        using var backup = new DamagedLog();
        LogBackup.Create(
            _log.Directory, backup.Directory, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
        var before = backup.Files();

        var report = Restore(backup.Directory);

        Assert.Equal((2, 31), (report.Rooms, report.Events));
        Assert.Equal(before, backup.Files());
        await using (var log = _restored.Open())
        {
            await log.AppendAsync([DamagedLog.Batch("one", 31, 1)]);
        }

        Assert.Equal(32, LogVerifier.Verify(_restored.Directory).Events);
    }

    [Fact]
    public async Task Restore_CopyWithAWriteAheadLog_HasWhatIsInIt()
    {
        await using var log = await _log.FillAndKeepOpenAsync(("room", 10));
        using var copy = _log.CopyWithoutLock();
        var before = copy.Files();

        Assert.Equal(10, Restore(copy.Directory).Events);
        Assert.Equal(["parley.db", "parley.lock"], _restored.Files().Keys);
        Assert.Equal(before, copy.Files());
    }

    [Fact]
    public async Task Restore_DirectoryWithALog_RefusesAndLeavesIt()
    {
        await _log.FillAsync(("room", 10));
        await _restored.FillAsync(("other", 1));
        var before = _restored.Files();

        Assert.Contains("already has a log (parley.db).", Fail(_log.Directory), StringComparison.Ordinal);
        Assert.Contains("already has a log (parley.db).", Fail(_restored.Directory), StringComparison.Ordinal);
        Assert.Equal(before, _restored.Files());
    }

    [Fact]
    public async Task Restore_WriteAheadLogOfAnotherLog_Refuses()
    {
        await _log.FillAsync(("room", 10));
        await File.WriteAllTextAsync(Path.Combine(_restored.Directory, "parley.db-wal"), "of another log");

        Assert.Contains("already has a log (parley.db-wal).", Fail(_log.Directory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_DirectoryOfARunningServer_Refuses()
    {
        await _log.FillAsync(("room", 10));
        await using var log = await _restored.FillAndKeepOpenAsync(("other", 1));

        var target = Assert.Throws<LogOpenException>(() => Restore(_log.Directory));
        using var empty = new DamagedLog();
        var source = Assert.Throws<LogOpenException>(() => LogBackup.Restore(
            _restored.Directory, empty.Directory, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("is using the data directory", target.Message, StringComparison.Ordinal);
        Assert.Contains("A server is using", source.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE id & 0xFFFFFFFFFF = 5", "event 5 is missing. Nothing was restored")]
    [InlineData("DROP INDEX events_by_command", "index events_by_command is missing. Nothing was restored")]
    public async Task Restore_DamagedBackup_RefusesAndLeavesNothing(string sql, string problem)
    {
        await _log.FillAsync(("room", 10));
        _log.Execute(sql);

        Assert.Contains(problem, Fail(_log.Directory), StringComparison.Ordinal);
        Assert.Equal(["parley.lock"], _restored.Files().Keys);
    }

    [Fact]
    public async Task Restore_NotABackup_SaysWhatItIs()
    {
        Assert.Contains("There is no log in", Fail(_log.Directory), StringComparison.Ordinal);
        Assert.Empty(_restored.Files());

        var path = Path.Combine(_log.Directory, "parley.db");
        await File.WriteAllTextAsync(path, "");
        Assert.Contains("is empty", Fail(_log.Directory), StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, new string('x', 10_000));
        Assert.Contains("is damaged", Fail(_log.Directory), StringComparison.Ordinal);
        File.Delete(path);
        await _log.FillAsync(("room", 10));
        _log.Execute("INSERT INTO schema_versions VALUES (99, 'tomorrow')");
        Assert.Contains("newer Parley", Assert.Throws<LogOpenException>(() => Restore(_log.Directory)).Message, StringComparison.Ordinal);
        using var old = new OldLog(2, 1, 10);
        Assert.Contains("older Parley (schema 2", Fail(old.Directory), StringComparison.Ordinal);
        Assert.Equal(["parley.lock"], _restored.Files().Keys);
    }

    [Fact]
    public async Task Restore_Interrupted_KeepsServersOutUntilItIsRepeated()
    {
        await _log.FillAsync(("room", 10));
        var half = Path.Combine(_restored.Directory, "parley.db.restoring");
        await File.WriteAllTextAsync(half, "half");
        await File.WriteAllTextAsync(half + "-wal", "half");

        var refused = Assert.Throws<LogOpenException>(_restored.Open);
        Restore(_log.Directory);

        Assert.Contains("Run parley restore again", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["parley.db", "parley.lock"], _restored.Files().Keys);
        await _restored.Open().DisposeAsync();
    }

    [Fact]
    public async Task Restore_Cancelled_LeavesNothing()
    {
        await _log.FillAsync(("room", 10));
        using var cancelled = new CancellationTokenSource();
        var progress = new ProgressProbe(cancelled.Cancel);

        Assert.ThrowsAny<OperationCanceledException>(
            () => LogBackup.Restore(_log.Directory, _restored.Directory, progress, cancelled.Token));
        Assert.Equal(["parley.lock"], _restored.Files().Keys);
    }

    private LogReport Restore(string backup) =>
        LogBackup.Restore(backup, _restored.Directory, cancellationToken: TestContext.Current.CancellationToken);

    private string Fail(string backup) => Assert.Throws<LogBackupException>(() => Restore(backup)).Message;
}
