using Parley.Rooms;
using Parley.Rooms.Contents;
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

    [Fact]
    public async Task Verify_ContentThatWasErasedAndIsBack_ReportsTheProblem()
    {
        await using (var log = await _log.FillAndKeepOpenAsync(("room", 10)))
        {
            var erasure = new RoomEvent(11, "ada", DateTimeOffset.UnixEpoch, new ErasureContent([3, 5]).Encode());
            await log.AppendAsync([new("room", [erasure])]);
        }

        Assert.True(LogVerifier.Verify(_log.Directory).IsSound);
        _log.Execute(
            """
            UPDATE events SET (type, content, checksum) = (SELECT type, content, NULL FROM events WHERE id & 255 = 4) WHERE id & 255 = 5
            """);

        Assert.Equal(
            ["room 'room': event 11 erased event 5, but its content is still there."], LogVerifier.Verify(_log.Directory).Problems);
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE id & 0xFFFFFFFFFF = 5", "room 'room': event 5 is missing.", 9)]
    [InlineData("DELETE FROM events WHERE id & 0xFFFFFFFFFF = 1", "room 'room': event 1 is missing.", 9)]
    [InlineData("DELETE FROM events WHERE id & 0xFFFFFFFFFF BETWEEN 3 AND 6", "room 'room': events 3 to 6 are missing.", 6)]
    [InlineData("DELETE FROM rooms; DELETE FROM room_terms", "10 events belong to room number 1, which does not exist.", 10)]
    [InlineData("DELETE FROM events", "room 'room': has no events.", 0)]
    [InlineData("UPDATE rooms SET first = 4", "room 'room': event 1 is below the floor, which is 4.", 10)]
    [InlineData("UPDATE rooms SET head = 12", "room 'room': events 11 to 12 are missing at its end.", 10)]
    [InlineData("DELETE FROM events; UPDATE rooms SET first = 8, head = 10", "room 'room': has no events.", 0)]
    [InlineData(
        "UPDATE events SET type = 3 WHERE id = (1 << 40) + 5",
        "room 'room': the content of event 5 is damaged: it is Message, not Steps.",
        10)]
    [InlineData("UPDATE events SET content = X'FFFF', checksum = NULL WHERE id = (1 << 40) + 5",
        "room 'room': the content of event 5 is damaged: it is Unknown, not Message.", 10)]
    [InlineData("DELETE FROM terms", "room 'room': term 1 does not exist.", 10)]
    [InlineData("UPDATE room_terms SET first = 11", "room 'room': term 1 begins at event 11, but the last event is 10.", 10)]
    [InlineData("INSERT INTO terms (id, begun) VALUES ('x', 0); INSERT INTO room_terms SELECT room, 2, 1 FROM room_terms",
        "room 'room': term 2 begins at event 1, not after event 1 of the term before.", 10)]
    [InlineData("DROP INDEX events_by_command", "index events_by_command is missing.", 10)]
    [InlineData(
        "DROP INDEX events_by_command; CREATE INDEX events_by_command ON events (user, command) WHERE command IS NOT NULL",
        "index events_by_command is not as Parley made it.",
        10)]
    public async Task Verify_DamagedLog_ReportsTheProblem(string sql, string problem, long events)
    {
        await _log.FillAsync(("room", 10));
        _log.Execute(sql);

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Equal(problem, Assert.Single(report.Problems));
        Assert.Equal(events, report.Events);
    }

    [Theory]
    [InlineData("user = 'bob'")]
    [InlineData("user = ''")]
    [InlineData("time = time + 1")]
    [InlineData("command = 'id-50'")]
    [InlineData("command = NULL")]
    [InlineData("command = ''")]
    [InlineData("content = CAST(replace(CAST(content AS TEXT), 'text', 'TEXT') AS BLOB)")]
    [InlineData("checksum = checksum + 1")]
    [InlineData("checksum = checksum + (1 << 32)")]
    [InlineData("(user, time, content, checksum) = (SELECT user, time, content, checksum FROM events WHERE id & 255 = 6)")]
    public async Task Verify_EventThatWasChanged_IsFound(string change)
    {
        await _log.FillAsync(("other", 10), ("room", 10));
        _log.Execute($"UPDATE events SET {change} WHERE id = (2 << 40) + 5");

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Equal(["room 'room': event 5 does not match its checksum."], report.Problems);
    }

    [Fact]
    public async Task Verify_ByteOfAnEventChangedInTheFile_IsFound()
    {
        await _log.FillAsync(("room", 10));
        _log.Replace("text 5", "texT 5");

        Assert.Equal(["room 'room': event 5 does not match its checksum."], LogVerifier.Verify(_log.Directory).Problems);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Verify_LogFromBeforeChecksums_CountsTheEventsThatHaveNone(int schema)
    {
        await _log.FillAsync(("room", 10));
        _log.Downgrade(schema);
        var before = LogVerifier.Verify(_log.Directory);
        await using (var log = _log.Open())
        {
            await log.AppendAsync([DamagedLog.Batch("room", 11, 5)]);
        }

        var after = LogVerifier.Verify(_log.Directory);

        Assert.Empty(before.Problems.Concat(after.Problems));
        Assert.Equal((10, 10), (before.Events, before.EventsWithoutChecksum));
        Assert.Equal((15, 10), (after.Events, after.EventsWithoutChecksum));
    }

    [Fact]
    public async Task Verify_CommandThatBecameTwoEvents_IsFound()
    {
        await _log.FillAsync(("other", 10), ("room", 10));
        _log.Execute("DROP INDEX events_by_command; UPDATE events SET command = 'id-3', checksum = NULL WHERE id = (2 << 40) + 7");

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Equal(
            ["index events_by_command is missing.", "room 'room': command 'id-3' of 'ada' became 2 events, the first is 3, the last 7."],
            report.Problems);
    }

    [Theory]
    [InlineData(4, 7)]
    [InlineData(11, 0)]
    public async Task Verify_TrimmedRoom_IsSound(long floor, long events)
    {
        await using (var log = await _log.FillAndKeepOpenAsync(("other", 10), ("room", 10)))
        {
            await log.TrimAsync("room", floor, maxEvents: 100);
        }

        var report = LogVerifier.Verify(_log.Directory);

        Assert.Empty(report.Problems);
        Assert.Equal((2, 10 + events), (report.Rooms, report.Events));
    }

    [Fact]
    public async Task Verify_ManyProblems_KeepsTheFirstAndCountsTheRest()
    {
        await _log.FillAsync(("room", 101));
        _log.Execute("DELETE FROM events WHERE id % 2 = 0");

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
    public async Task Verify_WriteAheadLogLeftByACrash_IsChecked()
    {
        await using var log = await _log.FillAndKeepOpenAsync(("room", 10));
        using var copy = _log.CopyWithoutLock();

        Assert.Equal(10, LogVerifier.Verify(copy.Directory).Events);
        Assert.True(File.Exists(Path.Combine(copy.Directory, "parley.db-wal")));
    }

    [Fact]
    public async Task Verify_DirectoryInUse_Refuses()
    {
        await using var log = await _log.FillAndKeepOpenAsync(("room", 10));

        var refused = Assert.Throws<LogOpenException>(() => LogVerifier.Verify(_log.Directory));

        Assert.Contains("A server is using", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhileRunning_KeepsOutServersButNotOtherChecks()
    {
        await _log.FillAsync(("room", 10));
        var checks = new ProgressProbe(() =>
        {
            var refused = Assert.Throws<LogOpenException>(_log.Open);
            Assert.Contains("a command such as parley verify, is using", refused.Message, StringComparison.Ordinal);
            Assert.True(LogVerifier.Verify(_log.Directory).IsSound);
        });

        Assert.True(LogVerifier.Verify(_log.Directory, checks).IsSound);
        Assert.True(checks.Reports > 0);
    }

    [Fact]
    public async Task Verify_Cancelled_Throws()
    {
        await _log.FillAsync(("room", 10));
        using var cancelled = new CancellationTokenSource();
        var progress = new ProgressProbe(cancelled.Cancel);

        Assert.Throws<OperationCanceledException>(() => LogVerifier.Verify(_log.Directory, progress, cancelled.Token));
    }

    [Fact]
    public void Verify_NoDirectoryOrNoFile_Refuses()
    {
        var noFile = Assert.Throws<LogOpenException>(() => LogVerifier.Verify(_log.Directory));
        var noDirectory = Assert.Throws<LogOpenException>(() => LogVerifier.Verify(_log.Directory + "-none"));

        Assert.Contains("There is no log in", noFile.Message, StringComparison.Ordinal);
        Assert.Contains("There is no directory", noDirectory.Message, StringComparison.Ordinal);
        Assert.Empty(_log.Files());
    }
}
