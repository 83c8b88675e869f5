using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Threads;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>
/// Reads of one sort, in the order in which they were asked for, on threads of their own: SQLite blocks a thread for as long as the disk
/// takes, and on the thread pool that would hold up everything else.
/// </summary>
internal sealed class ReadLane : IAsyncDisposable
{
    private readonly string _databasePath;
    private readonly ReaderGate _gate;
    private readonly WorkQueue<ReadRequest> _requests = new();
    private readonly Task[] _threads;

    /// <param name="name">What the lane is for, in the names of its threads.</param>
    /// <param name="threads">How many reads run at once.</param>
    /// <param name="databasePath">The database.</param>
    /// <param name="gate">Holds up reads while the write-ahead log begins anew.</param>
    public ReadLane(string name, int threads, string databasePath, ReaderGate gate)
    {
        (_databasePath, _gate) = (databasePath, gate);
        _threads = [.. Enumerable.Range(1, threads).Select(number => Start($"Parley log {name} {number}"))];
    }

    /// <summary>Runs a read on a thread of the lane.</summary>
    /// <exception cref="Engine.Logs.RoomLogException">The log cannot be read.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, CancellationToken, T> read, CancellationToken cancellationToken = default)
    {
        var request = new ReadRequest<T>(read, cancellationToken);
        if (!_requests.TryAdd(request))
        {
            request.Fail(new ObjectDisposedException("The log"));
        }

        return request.WaitAsync();
    }

    /// <summary>Completes when all accepted reads are answered and all connections are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Close();
        await Task.WhenAll(_threads);
    }

    private Task Start(string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            Run();
            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return ended.Task;
    }

    private void Run()
    {
        SqliteConnection? connection = null;
        while (_requests.Take() is { } request)
        {
            if (request.IsWanted)
            {
                Run(request, ref connection);
            }
        }

        connection?.Dispose();
    }

    private void Run(ReadRequest request, ref SqliteConnection? connection)
    {
        _gate.Enter();
        try
        {
            request.Run(connection ??= LogDatabase.OpenReader(_databasePath));
        }
        catch (Exception exception)
        {
            // The read may have left a statement unfinished, so its connection is not used again.
            connection?.Dispose();
            connection = null;
            request.Fail(exception);
        }
        finally
        {
            _gate.Leave();
        }
    }
}
