using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>Connections for reading: as many reads run at once as there are processors; further ones wait their turn.</summary>
/// <param name="databasePath">The database.</param>
internal sealed class SqliteReaders(string databasePath) : IAsyncDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private volatile bool _closed;

    /// <summary>Runs a read on the thread pool.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read)
    {
        await _turns.WaitAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_idle.TryTake(out var connection))
            {
                connection = LogDatabase.OpenReader(databasePath);
            }

            return Read(connection, read);
        }
        catch (Exception exception) when (exception is SqliteException or ObjectDisposedException)
        {
            throw new RoomLogException(RoomLogFailure.Unavailable, $"The log cannot be read: {exception.Message}", exception);
        }
        finally
        {
            _turns.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            await _turns.WaitAsync();
        }

        while (_idle.TryTake(out var connection))
        {
            await connection.DisposeAsync();
        }

        _turns.Release(Environment.ProcessorCount);
    }

    /// <summary>Runs a read. A connection whose read fails may be in the middle of a statement, so it is not used again.</summary>
    private T Read<T>(SqliteConnection connection, Func<SqliteConnection, T> read)
    {
        try
        {
            var result = read(connection);
            _idle.Add(connection);
            return result;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
