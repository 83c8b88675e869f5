using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Backup;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Tests.Sqlite.Backup;

public sealed class ReaderPauseTests : IDisposable
{
    private const int PagesBeforeAPause = 600;
    private static readonly CheckpointLimits Limits = new(MinStartPages: 200, MaxStartPages: 400, MaxPages: 10_000);

    private readonly DamagedLog _log = new();

    private string DatabasePath => Path.Combine(_log.Directory, "parley.db");

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task BetweenTransactions_OfAReaderThatReadsOn_TheWriteAheadLogBeginsAnew()
    {
        await using var log = SqliteRoomLog.Open(_log.Directory, TimeProvider.System, () => Guid.CreateVersion7(), null, Limits);
        var writing = Task.Run(() => WriteAsync(log));
        await using var reader = new SqliteConnection($"Data Source={DatabasePath};Mode=ReadOnly;Pooling=False");
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        var pause = new ReaderPause(reader, "main", CancellationToken.None, PagesBeforeAPause);
        var max = 0;

        while (!writing.IsCompleted)
        {
            using (var transaction = reader.BeginTransaction(deferred: true))
            {
                reader.Query<long>("SELECT count(*) FROM events");
            }

            pause.BetweenTransactions();
            if (WriteAheadLog.TryCount(reader, out var pages, out _))
            {
                max = Math.Max(max, pages);
            }
        }

        await writing;
        Assert.InRange(max, 1, 5 * PagesBeforeAPause);
    }

    private static async Task WriteAsync(SqliteRoomLog log)
    {
        for (var i = 0; i < 3_000; i++)
        {
            await log.AppendAsync([DamagedLog.Batch("room", 1 + (50 * i), 50)]);
        }
    }
}
