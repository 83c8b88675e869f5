using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite;

namespace Parley.Storage.Tests.Sqlite;

public sealed class CheckpointerTests : IAsyncLifetime
{
    private const int Rooms = 20;
    private static readonly CheckpointLimits Limits = new(Min: 200, Enough: 400, Max: 1_000);

    private readonly string _directory = Directory.CreateTempSubdirectory("parley-checkpoints-").FullName;
    private readonly long[] _heads = new long[Rooms];
    private SqliteRoomLog _log = null!;

    private string DatabasePath => Path.Combine(_directory, "parley.db");

    private long WriteAheadPages => new FileInfo(DatabasePath + "-wal").Length / CheckpointLimits.PageBytes;

    public ValueTask InitializeAsync()
    {
        _log = Open(Limits);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task AfterCommit_ManyCommits_TheWriteAheadLogBeginsAnew_AndNothingIsLost()
    {
        await AppendPagesAsync(20 * Limits.Max);

        Assert.InRange(WriteAheadPages, Limits.Min, Limits.Max + Limits.Enough);
        await ReopenAsync(Limits);
        for (var room = 0; room < Rooms; room++)
        {
            Assert.Equal(_heads[room], await _log.ReadHeadAsync($"room-{room}"));
        }

        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        Assert.Equal("ok", connection.Query<string>("PRAGMA integrity_check"));
        Assert.Equal(_heads.Sum(), connection.Query<long>("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task AfterCommit_AReaderStandsInTheWay_CommitsGoOn_AndTheSpaceIsGivenBackWhenItIsDone()
    {
        await using var reader = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using (var reading = reader.BeginTransaction(deferred: true))
        {
            reader.Query<long>("SELECT count(*) FROM events");
            await AppendPagesAsync(2 * Limits.Max);
        }

        var held = WriteAheadPages;
        Assert.True(held >= 2 * Limits.Max, $"A reader was in the way, but only {held} pages are in the write-ahead log.");

        await AppendPagesAsync(4 * Limits.Max);

        Assert.InRange(WriteAheadPages, Limits.Min, Limits.Max + Limits.Enough);
    }

    [Fact]
    public async Task AfterCommit_PagesAreMovedBeside_LongBeforeTheWriterMovesThem()
    {
        await ReopenAsync(Limits with { Max = 100_000 });

        await AppendPagesAsync(20_000);

        Assert.InRange(WriteAheadPages, Limits.Min, 10_000);
    }

    [Fact]
    public async Task AfterCommit_NothingCanMoveBeside_TheWriterMovesAll()
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        connection.Execute("PRAGMA wal_autocheckpoint = 0");
        connection.Execute("CREATE TABLE filler (bytes BLOB)");
        var attempts = 0;
        using var checkpointer = new Checkpointer(connection, () => throw new InvalidOperationException($"Attempt {++attempts}."), Limits);

        for (var i = 0; i < 5 * Limits.Max; i++)
        {
            connection.Execute("INSERT INTO filler VALUES (zeroblob(4000))");
            checkpointer.AfterCommit();
        }

        checkpointer.Stop();
        Assert.True(attempts > 0, "Nothing was moved beside.");
        Assert.InRange(WriteAheadPages, Limits.Max, Limits.Max + Limits.Enough);
        Assert.Null(checkpointer.Failure);
    }

    private async Task ReopenAsync(CheckpointLimits limits)
    {
        await _log.DisposeAsync();
        _log = Open(limits);
    }

    /// <summary>Appends until at least so many pages were written: a commit writes the last page of each room.</summary>
    private async Task AppendPagesAsync(int pages)
    {
        for (var written = 0; written < pages; written += Rooms)
        {
            await _log.AppendAsync([.. Enumerable.Range(0, Rooms).Select(room => new AppendBatch(
                $"room-{room}", [new RoomEvent(++_heads[room], "ada", DateTimeOffset.UnixEpoch, new string('x', 1_000), null)]))]);
        }
    }

    private SqliteRoomLog Open(CheckpointLimits limits) =>
        SqliteRoomLog.Open(_directory, TimeProvider.System, () => new Guid(1, 0, 0, new byte[8]), limits);
}
