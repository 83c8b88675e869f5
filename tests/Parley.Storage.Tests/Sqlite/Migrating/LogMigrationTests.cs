using Parley.Contracts.Testing;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Files;
using Parley.Testing;

namespace Parley.Storage.Tests.Sqlite.Migrating;

/// <summary>Logs of earlier versions open, with everything in them.</summary>
public sealed class LogMigrationTests
{
    private static readonly PageLimit Unlimited = new(int.MaxValue, int.MaxValue);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_OlderSchema_KeepsEventsCommandsAndPositions(int schema)
    {
        using var old = new OldLog(schema, rooms: 3, events: 10);

        await using (var log = old.Open())
        {
            for (var room = 1; room <= 3; room++)
            {
                var events = await log.ReadAfterAsync($"room-{room}", 0, Unlimited);
                Assert.Equal(
                    Enumerable.Range(1, 10).Select(n => RoomEvent.Message(
                        n, "ada", DateTimeOffset.FromUnixTimeSeconds(n), $"text {n}", n % 2 == 0 ? $"id-{n}" : null)),
                    events);
                Assert.Equal(10, await log.ReadTermEndAsync($"room-{room}", OldLog.Epoch));
            }

            var key = new CommandKey("ada", "id-4");
            Assert.Equal("text 4", (await log.FindAsync("room-2", [key]))[key].Text);
            Assert.Equal(
                [AppendOutcome.Repeated, AppendOutcome.Appended],
                await log.AppendAsync([Batch("room-1", 11, "id-4"), Batch("room-1", 11, "id-11")]));
            Assert.Equal(10, await log.ReadTermEndAsync("room-1", OldLog.Epoch));
        }

        var report = LogVerifier.Verify(old.Directory);
        Assert.Empty(report.Problems);
        Assert.Equal((31, 0), (report.Events, report.EventsWithoutChecksum));
        Assert.Equal(["parley.db", "parley.lock"], Directory.EnumerateFiles(old.Directory).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(null)]
    public async Task Open_OlderSchemaThatLostItsEnd_HoldsNoPosition(int? commitsInMark)
    {
        using var old = new OldLog(2, rooms: 1, events: 10);
        File.Delete(old.MarkPath);
        if (commitsInMark is { } commits)
        {
            old.WriteMark(commits);
        }

        await using var log = old.Open();

        Assert.Null(await log.ReadTermEndAsync("room-1", OldLog.Epoch));
        Assert.Equal(10, await log.ReadHeadAsync("room-1"));
    }

    [Fact]
    public async Task Open_ConversionInterrupted_ContinuesWhereItWas()
    {
        using var old = new OldLog(2, rooms: 5, events: 30_000);
        var started = new List<double>();
        for (var interruption = 1; interruption <= 3; interruption++)
        {
            var reports = 0;
            Assert.Throws<OperationCanceledException>(() => old.Open(new Interruption(value =>
            {
                started.AddRange(reports == 0 ? [value.Done ?? -1] : []);
                return ++reports == 3;
            })));
        }

        await using var log = old.Open();

        Assert.Equal([0, 40_000d / 150_000, 80_000d / 150_000], started);
        for (var room = 1; room <= 5; room++)
        {
            Assert.Equal(30_000, (await log.ReadAfterAsync($"room-{room}", 0, Unlimited)).Count);
        }
    }

    [Fact]
    public void Open_ConversionInterrupted_LeavesTheOldLogAsItWas()
    {
        using var old = new OldLog(2, rooms: 5, events: 30_000);
        var before = File.ReadAllBytes(old.DatabasePath);

        Assert.Throws<OperationCanceledException>(() => old.Open(new Interruption(value => value.Done is null)));

        Assert.Equal(before, File.ReadAllBytes(old.DatabasePath));
    }

    [Fact]
    public async Task Open_SomebodyReadsTheOldLog_RefusesUntilTheyAreDone()
    {
        using var old = new OldLog(2, rooms: 1, events: 10);
        using (var reader = old.Connect())
        {
            reader.Execute("PRAGMA busy_timeout = 0");
            using var reading = reader.BeginTransaction(deferred: true);
            Assert.Equal(10, reader.Query<long>("SELECT count(*) FROM events"));

            Assert.Contains("cannot be converted", Assert.Throws<LogOpenException>(() => old.Open()).Message, StringComparison.Ordinal);
        }

        await using var log = old.Open();
        Assert.Equal(10, await log.ReadHeadAsync("room-1"));
    }

    [Fact]
    public async Task Open_WriteAheadLogLeftByACrash_IsConvertedToo()
    {
        using var old = new OldLog(2, rooms: 1, events: 10);
        using (var crashed = old.Connect())
        {
            crashed.Execute("PRAGMA wal_autocheckpoint = 0");
            crashed.Execute("INSERT INTO events VALUES (1, 11, 'ada', 0, NULL, 1, 'last words')");
            foreach (var file in new[] { "parley.db", "parley.db-wal" })
            {
                await using var from = new FileStream(
                    Path.Combine(old.Directory, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                await using var to = File.Create(Path.Combine(old.Directory, $"{file}.copy"));
                await from.CopyToAsync(to);
            }
        }

        File.Move(Path.Combine(old.Directory, "parley.db.copy"), old.DatabasePath, overwrite: true);
        File.Move(Path.Combine(old.Directory, "parley.db-wal.copy"), $"{old.DatabasePath}-wal", overwrite: true);
        await using var log = old.Open();

        Assert.Equal("last words", Assert.Single(await log.ReadAfterAsync("room-1", 10, Unlimited)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_OldLogWrittenSinceAnInterruptedConversion_ConvertsItAnew(bool isCopyComplete)
    {
        using var old = new OldLog(2, rooms: 1, events: 30_000);
        Assert.Throws<OperationCanceledException>(() => old.Open(new Interruption(value => isCopyComplete
            ? value.Done is null
            : value.Done > 0)));
        old.Execute(
            """
            INSERT INTO events VALUES (1, 30001, 'ada', 0, NULL, 1, 'since');
            INSERT INTO rooms VALUES (2, 'new');
            INSERT INTO events VALUES (2, 1, 'ada', 0, NULL, 1, 'new');
            UPDATE log SET commits = commits + 2;
            """);

        await using (var log = old.Open())
        {
            Assert.Equal("since", Assert.Single(await log.ReadAfterAsync("room-1", 30_000, Unlimited)).Text);
            Assert.Equal("new", Assert.Single(await log.ReadAfterAsync("new", 0, Unlimited)).Text);
        }

        Assert.Empty(LogVerifier.Verify(old.Directory).Problems);
    }

    [Fact]
    public async Task Open_CopyOfAnotherLogLeftBehind_IsNotMixedIn()
    {
        using var other = new OldLog(2, rooms: 9, events: 30_000);
        Assert.Throws<OperationCanceledException>(() => other.Open(new Interruption(value => value.Done > 0)));
        using var old = new OldLog(2, rooms: 1, events: 10);
        old.Execute("UPDATE log SET epoch = '0198a1b2-0000-7000-8000-00000000000f'");
        File.Copy($"{other.DatabasePath}.migrating", $"{old.DatabasePath}.migrating");

        await using var log = old.Open();

        Assert.Equal([new RoomHead("room-1", 10)], await log.ListRoomsAsync("", 100));
    }

    [Fact]
    public async Task Open_TextWithNul_IsKeptWhole()
    {
        using var old = new OldLog(2, rooms: 1, events: 1);
        old.Execute("UPDATE events SET content = CAST(X'6100620063' AS TEXT)");

        await using var log = old.Open();

        Assert.Equal("a\0b\0c", Assert.Single(await log.ReadAfterAsync("room-1", 0, Unlimited)).Text);
    }

    [Fact]
    public void Read_OlderSchema_ExplainsWhatToDo()
    {
        using var old = new OldLog(2, rooms: 1, events: 1);

        var refused = Assert.Throws<LogOpenException>(() => LogReader.Open(old.Directory));

        Assert.Contains("Start a server on it once", refused.Message, StringComparison.Ordinal);
    }

    private static AppendBatch Batch(string room, long sequence, string commandId) =>
        new(room, [RoomEvent.Message(sequence, "ada", DateTimeOffset.UnixEpoch, "new", commandId)]);

    private sealed class Interruption(Func<LogProgress, bool> isNow) : IProgress<LogProgress>
    {
        public void Report(LogProgress value)
        {
            if (isNow(value))
            {
                throw new OperationCanceledException();
            }
        }
    }
}
