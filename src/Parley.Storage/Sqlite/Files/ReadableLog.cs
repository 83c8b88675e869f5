using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite.Files;

/// <summary>The log of a directory, open for reading, whether or not a server is using it.</summary>
internal sealed class ReadableLog : IDisposable
{
    private readonly IDisposable? _locked;

    private ReadableLog(SqliteConnection connection, IDisposable? locked) => (Connection, _locked) = (connection, locked);

    /// <summary>A connection that only reads.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>True if no server can start until disposal, because SQLite cannot create its files beside the log.</summary>
    public bool IsLocked => _locked is not null;

    /// <summary>Opens the log of a directory.</summary>
    /// <param name="directory">A server's data directory.</param>
    /// <exception cref="LogOpenException">
    /// There is no log, or the file is damaged, belongs to another program, or was written by a newer Parley.
    /// </exception>
    public static ReadableLog Open(string directory)
    {
        try
        {
            return new ReadableLog(ExistingLog.Open(directory, isLocked: false), null);
        }
        catch (LogOpenException exception) when (ExistingLog.NeedsToWrite(exception))
        {
            // SQLite wants to create files beside the log. It does not need them if nobody can write meanwhile.
            var locked = ExistingLog.LockOutServers(directory);
            try
            {
                return new ReadableLog(ExistingLog.Open(directory, isLocked: true), locked);
            }
            catch (LogOpenException again)
                when (ExistingLog.NeedsToWrite(again) && ExistingLog.HasWriteAheadLog(ExistingLog.FindDatabase(directory)))
            {
                locked?.Dispose();
                throw new LogOpenException(
                    $"The log in '{directory}' was not closed properly, so its directory must be writable. " +
                    "Copy the whole directory to a place where you can write, and read it there.",
                    again);
            }
            catch
            {
                locked?.Dispose();
                throw;
            }
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _locked?.Dispose();
    }
}
