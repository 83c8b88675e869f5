using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite;

namespace Parley.Storage.Tests.Sqlite;

public sealed class CheckpointerTests : IAsyncLifetime
{
    private const int PageBytes = 4_096 + 24;
    private const int Rooms = 20;
    private static readonly CheckpointLimits Limits = new(Least: 200, Enough: 400, Most: 1_000);

    private readonly string _directory = Directory.CreateTempSubdirectory("parley-checkpoints-").FullName;
    private readonly long[] _heads = new long[Rooms];
    private SqliteRoomLog _log = null!;

    private string DatabasePath => Path.Combine(_directory, "parley.db");

    private long WriteAheadPages => new FileInfo(DatabasePath + "-wal").Length / PageBytes;

    public ValueTask InitializeAsync()
    {
        _log = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task NoUnboundedMemory_ManyCommits_TheWriteAheadLogBeginsAnew_AndNothingIsLost()
    {
        var pages = await AppendPagesAsync(20 * Limits.Most);

        Assert.InRange(WriteAheadPages, Limits.Least, Limits.Most + Limits.Enough);
        Assert.True(pages > 10 * WriteAheadPages, $"{pages} pages were written, {WriteAheadPages} are in the write-ahead log.");
        await _log.DisposeAsync();
        _log = Open();
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
    public async Task AfterCommit_AReaderStandsInTheWay_CommitsGoOn_AndTheLogBeginsAnewWhenItIsDone()
    {
        await using var reader = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using (var reading = reader.BeginTransaction(deferred: true))
        {
            reader.Query<long>("SELECT count(*) FROM events");
            await AppendPagesAsync(2 * Limits.Most);
        }

        var held = WriteAheadPages;
        Assert.True(held >= 2 * Limits.Most, $"A reader was in the way, but only {held} pages are in the write-ahead log.");

        await AppendPagesAsync(4 * Limits.Most);

        Assert.InRange(WriteAheadPages, held, held + Limits.Most);
    }

    /// <summary>Appends until at least so many pages were written: a commit writes the last page of each room.</summary>
    private async Task<int> AppendPagesAsync(int pages)
    {
        var written = 0;
        for (; written < pages; written += Rooms)
        {
            await _log.AppendAsync([.. Enumerable.Range(0, Rooms).Select(room => new AppendBatch(
                $"room-{room}", [new Event(++_heads[room], "ada", DateTimeOffset.UnixEpoch, new string('x', 1_000), null)]))]);
        }

        return written;
    }

    private SqliteRoomLog Open() => SqliteRoomLog.Open(_directory, TimeProvider.System, () => new Guid(1, 0, 0, new byte[8]), Limits);
}
