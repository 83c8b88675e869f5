using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Checkpoints;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>
/// Stops reading for a while once the write-ahead log of a busy server is long. It can begin anew only while nobody reads it.
/// </summary>
internal sealed class ReaderPause
{
    private const int MaxLooks = 200;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly SqliteConnection _connection;
    private readonly string _schema;
    private readonly int _pagesBeforeAPause;
    private readonly CancellationToken _cancellationToken;
    private int _nextPages;

    /// <param name="connection">The connection that reads.</param>
    /// <param name="schema">The name of the log on this connection.</param>
    /// <param name="cancellationToken">Ends a pause.</param>
    /// <param name="pagesBeforeAPause">
    /// How long the write-ahead log gets before a pause, in its pages. By default 96 MiB: a server begins to move pages at 64 MiB at the
    /// latest, and tries again whenever 32 MiB have been added.
    /// </param>
    public ReaderPause(SqliteConnection connection, string schema, CancellationToken cancellationToken, int pagesBeforeAPause = 24_576) =>
        (_connection, _schema, _cancellationToken, _pagesBeforeAPause, _nextPages) =
            (connection, schema, cancellationToken, pagesBeforeAPause, pagesBeforeAPause);

    /// <summary>
    /// Waits until the write-ahead log has begun anew, if it is long. Gives up after two seconds, because the server may be idle, and tries
    /// again once the write-ahead log has grown by a third of the length that leads to a pause.
    /// </summary>
    public void BetweenTransactions()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var pages = Count();
        if (pages < _nextPages)
        {
            return;
        }

        var now = pages;
        for (var look = 0; look < MaxLooks && now >= pages && !_cancellationToken.WaitHandle.WaitOne(BetweenLooks); look++)
        {
            now = Count();
        }

        _nextPages = now < pages ? _pagesBeforeAPause : now + (_pagesBeforeAPause / 3);
    }

    private int Count() => WriteAheadLog.TryCount(_connection, out var pages, out _, _schema) ? pages : 0;
}
