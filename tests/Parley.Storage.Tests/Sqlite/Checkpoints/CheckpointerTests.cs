using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;

namespace Parley.Storage.Tests.Sqlite.Checkpoints;

public sealed class CheckpointerTests : IAsyncLifetime
{
    private const int Rooms = 20;
    private const int Loops = 16;
    private static readonly CheckpointLimits Limits = new(MinStartPages: 200, MaxStartPages: 400, MaxPages: 1_000);

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
    public async Task AfterCommit_ManyCommits_RestartsTheWriteAheadLog()
    {
        await AppendPagesAsync(20 * Limits.MaxPages);

        Assert.InRange(WriteAheadPages, Limits.MinStartPages, Limits.MaxPages + Limits.MaxStartPages);
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
    public async Task AfterCommit_ReaderInTheWay_GivesTheSpaceBackAfterwards()
    {
        await using var reader = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using (var reading = reader.BeginTransaction(deferred: true))
        {
            reader.Query<long>("SELECT count(*) FROM events");
            await AppendPagesAsync(2 * Limits.MaxPages);
        }

        var held = WriteAheadPages;
        Assert.True(held >= 2 * Limits.MaxPages, $"A reader was in the way, but the write-ahead log has only {held} pages.");

        await AppendPagesAsync(4 * Limits.MaxPages);

        Assert.InRange(WriteAheadPages, Limits.MinStartPages, Limits.MaxPages + Limits.MaxStartPages);
    }

    [Fact]
    public async Task AfterCommit_ReadsWithoutPause_RestartsTheWriteAheadLog()
    {
        await AppendPagesAsync(Limits.MaxPages);
        using var stop = new CancellationTokenSource();
        var loops = Enumerable.Range(0, Loops).Select(loop => ReadAgainAndAgainAsync($"room-{loop % Rooms}", stop.Token)).ToArray();
        var longest = 0L;
        for (var i = 0; i < 40; i++)
        {
            await AppendPagesAsync(Limits.MaxPages / 2);
            longest = Math.Max(longest, WriteAheadPages);
        }

        await stop.CancelAsync();
        var reads = await Task.WhenAll(loops);

        Assert.True(longest <= 2 * Limits.MaxPages, $"The write-ahead log reached {longest} pages beside {reads.Sum()} reads.");
        Assert.All(reads, read => Assert.True(read > 0));
    }

    [Fact]
    public async Task AfterCommit_FarBelowTheMaximum_MovesPagesInTheBackground()
    {
        await ReopenAsync(Limits with { MaxPages = 100_000 });

        await AppendPagesAsync(20_000);

        Assert.InRange(WriteAheadPages, Limits.MinStartPages, 10_000);
    }

    [Fact]
    public async Task AfterCommit_BackgroundFails_WriterMovesAllPages()
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        connection.Execute("PRAGMA wal_autocheckpoint = 0");
        connection.Execute("CREATE TABLE filler (bytes BLOB)");
        var attempts = 0;
        using var file = File.OpenHandle(DatabasePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var checkpointer = new Checkpointer(
            connection, file, () => throw new InvalidOperationException($"Attempt {++attempts}."), Limits, new ReaderGate());

        for (var i = 0; i < 5 * Limits.MaxPages; i++)
        {
            connection.Execute("INSERT INTO filler VALUES (zeroblob(4000))");
            checkpointer.AfterCommit();
        }

        checkpointer.Stop();
        Assert.True(attempts > 0, "The background never tried to move pages.");
        Assert.InRange(WriteAheadPages, Limits.MaxPages, Limits.MaxPages + Limits.MaxStartPages);
        Assert.Null(checkpointer.Failure);
    }

    private async Task ReopenAsync(CheckpointLimits limits)
    {
        await _log.DisposeAsync();
        _log = Open(limits);
    }

    /// <summary>Appends until at least this many pages are written: every commit writes the last page of each room.</summary>
    private async Task AppendPagesAsync(int pages)
    {
        for (var written = 0; written < pages; written += Rooms)
        {
            await _log.AppendAsync([.. Enumerable.Range(0, Rooms).Select(room => new AppendBatch(
                $"room-{room}", [RoomEvent.Message(++_heads[room], "ada", DateTimeOffset.UnixEpoch, new string('x', 1_000), null)]))]);
        }
    }

    private async Task<int> ReadAgainAndAgainAsync(string room, CancellationToken stop)
    {
        var reads = 0;
        for (; !stop.IsCancellationRequested; reads++)
        {
            await _log.ReadAfterAsync(room, 0, new PageLimit(1_000, int.MaxValue), CancellationToken.None);
        }

        return reads;
    }

    private SqliteRoomLog Open(CheckpointLimits limits) =>
        SqliteRoomLog.Open(_directory, TimeProvider.System, () => Guid.CreateVersion7(), null, limits);
}
