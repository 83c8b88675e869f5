using Parley.Engine.Logs;
using Parley.Storage.Sqlite;

namespace Parley.Storage.Tests.Sqlite;

public sealed class LogVerifierTests : IDisposable
{
    private readonly DamagedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Verify_SoundLog_CountsAndChangesNothing()
    {
        await _log.FillAsync(("one", 1_000), ("two", 1), ("three", 30));
        var before = _log.Files();

        var report = LogVerifier.Verify(_log.Directory);

        Assert.True(report.IsSound, string.Join('\n', report.Problems));
        Assert.Equal((3, 1_031), (report.Rooms, report.Events));
        Assert.Equal(before, _log.Files());
    }

    [Fact]
    public async Task Verify_LogWithoutEvents_IsSound()
    {
        await _log.FillAsync();

        Assert.True(LogVerifier.Verify(_log.Directory).IsSound);
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE sequence = 5", "room 'room': event 5 is missing.", 9)]
    [InlineData("DELETE FROM events WHERE sequence = 1", "room 'room': event 1 is missing.", 9)]
    [InlineData("DELETE FROM events WHERE sequence BETWEEN 3 AND 6", "room 'room': events 3 to 6 are missing.", 6)]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM rooms", "10 events belong to room number 1, which does not exist.", 10)]
    [InlineData("DELETE FROM events", "room 'room': has no events.", 0)]
    [InlineData("DROP INDEX events_by_command", "index events_by_command is missing.", 10)]
    [InlineData(
        "DROP INDEX events_by_command; CREATE INDEX events_by_command ON events (room, user, command) WHERE command IS NOT NULL",
        "index events_by_command is not as Parley made it.",
        10)]
    public async Task Verify_DamagedLog_SaysWhat(string sql, string problem, long events)
    {
        await _log.FillAsync(("room", 10));
        _log.Execute(sql);

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Equal(problem, Assert.Single(report.Problems));
        Assert.Equal(events, report.Events);
    }

    [Fact]
    public async Task Verify_CommandThatBecameTwoEvents_IsFound()
    {
        await _log.FillAsync(("other", 10), ("room", 10));
        _log.Execute("DROP INDEX events_by_command; UPDATE events SET command = 'id-3' WHERE room = 2 AND sequence = 7");

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Equal(
            ["index events_by_command is missing.", "room 'room': command 'id-3' of 'ada' became 2 events, the first is 3, the last 7."],
            report.Problems);
    }

    [Fact]
    public async Task Verify_ManyProblems_KeepsTheFirstAndCountsTheRest()
    {
        await _log.FillAsync(("room", 101));
        _log.Execute("DELETE FROM events WHERE sequence % 2 = 0");

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Equal((20, 30), (report.Problems.Count, report.MoreProblems));
    }

    [Fact]
    public async Task Verify_CorruptPage_IsAProblem()
    {
        await _log.FillAsync(("room", 5_000));
        _log.Overwrite(at: 20 * 4096, bytes: 4096);

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Contains(report.Problems, problem => problem.StartsWith("The file is damaged: ", StringComparison.Ordinal));
        Assert.All(report.Problems, problem => Assert.DoesNotContain('\n', problem));
    }

    [Fact]
    public async Task Verify_WriteAheadLogLeftBehind_IsCheckedToo()
    {
        await using var log = await _log.FillAndKeepOpenAsync(("room", 10));
        using var copy = _log.CopyWithoutLock();

        Assert.Equal(10, LogVerifier.Verify(copy.Directory).Events);
        Assert.True(File.Exists(Path.Combine(copy.Directory, "parley.db-wal")));
    }

    [Fact]
    public async Task Verify_ServerHasIt_Refuses()
    {
        await using var log = await _log.FillAndKeepOpenAsync(("room", 10));

        var refused = Assert.Throws<LogOpenException>(() => LogVerifier.Verify(_log.Directory));

        Assert.Contains("A server is using", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhileItRuns_NoServerStarts_ButASecondCheckDoes()
    {
        await _log.FillAsync(("room", 10));
        var checks = new ProgressProbe(() =>
        {
            Assert.Throws<LogOpenException>(_log.Open);
            Assert.True(LogVerifier.Verify(_log.Directory).IsSound);
        });

        Assert.True(LogVerifier.Verify(_log.Directory, checks).IsSound);
        Assert.True(checks.Reports > 0);
    }

    [Fact]
    public async Task Verify_Cancelled_GivesUp()
    {
        await _log.FillAsync(("room", 10));
        using var cancelled = new CancellationTokenSource();
        var progress = new ProgressProbe(cancelled.Cancel);

        Assert.Throws<OperationCanceledException>(() => LogVerifier.Verify(_log.Directory, progress, cancelled.Token));
    }

    [Fact]
    public void Verify_NoDirectoryAndNoFile_SaysSo()
    {
        Assert.Contains("There is no log in", Assert.Throws<LogOpenException>(() => LogVerifier.Verify(_log.Directory)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "There is no directory",
            Assert.Throws<LogOpenException>(() => LogVerifier.Verify(_log.Directory + "-none")).Message,
            StringComparison.Ordinal);
        Assert.Empty(_log.Files());
    }

    [Fact]
    public async Task Read_BesideAServer_SeesWhatWasAppended()
    {
        await using var log = await _log.FillAndKeepOpenAsync(("room", 2_500));
        using var reader = LogReader.Open(_log.Directory);

        Assert.Equal([2_499, 2_500], reader.ReadLast("room", 2).Select(found => found.Sequence));
        Assert.Equal(Enumerable.Range(101, 2_400).Select(i => (long)i), reader.ReadAfter("room", 100).Select(found => found.Sequence));
        Assert.Equal(2_500, reader.ReadLast("room", long.MaxValue).Count());
        Assert.Empty(reader.ReadLast("nowhere", 10));

        Assert.Equal([AppendOutcome.Appended], await log.AppendAsync([DamagedLog.Batch("room", 2_501, 1)]));
        Assert.Equal(2_501, Assert.Single(reader.ReadAfter("room", 2_500)).Sequence);
    }
}
