using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>
/// Reads of the log, in two lanes: look-ups, which a post or a join waits for, never stand behind the pages of readers that catch up.
/// </summary>
/// <param name="databasePath">The database.</param>
/// <param name="gate">Holds up reads while the write-ahead log begins anew.</param>
internal sealed class SqliteReaders(string databasePath, ReaderGate gate) : IAsyncDisposable
{
    private readonly ReadLane _lookUps = new("look-ups", Threads, databasePath, gate);
    private readonly ReadLane _pages = new("pages", Threads, databasePath, gate);

    private static int Threads => Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>Runs a read that is over in one or a few steps.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public Task<T> LookUpAsync<T>(Func<SqliteConnection, T> read) => _lookUps.ReadAsync((connection, _) => read(connection));

    /// <summary>Reads a page, in the lane that its limit asks for.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was cancelled.</exception>
    public Task<T> ReadPageAsync<T>(
        PageLimit limit, Func<SqliteConnection, CancellationToken, T> read, CancellationToken cancellationToken) =>
        (limit.IsUrgent ? _lookUps : _pages).ReadAsync(read, cancellationToken);

    /// <summary>Completes when all accepted reads are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lookUps.DisposeAsync();
        await _pages.DisposeAsync();
    }
}
