using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>A read that waits for a thread of its lane.</summary>
internal abstract class ReadRequest
{
    /// <summary>False once somebody has cancelled the read, or it was run.</summary>
    public abstract bool IsWanted { get; }

    /// <summary>Reads, and hands out the result.</summary>
    /// <exception cref="Exception">The read failed. Pass it to <see cref="Fail"/>.</exception>
    public abstract void Run(SqliteConnection connection);

    /// <summary>Hands out the failure of the read.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
/// <param name="read">Reads. Ends early once the token is cancelled.</param>
/// <param name="cancellationToken">Cancels the read, even while it waits.</param>
internal sealed class ReadRequest<T>(Func<SqliteConnection, CancellationToken, T> read, CancellationToken cancellationToken) : ReadRequest
{
    // The lane's thread has further reads to run.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public override bool IsWanted => !_result.Task.IsCompleted;

    /// <summary>Completes with what was read.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public async Task<T> WaitAsync()
    {
        await using var cancelled = cancellationToken.UnsafeRegister(
            static (request, token) => ((ReadRequest<T>)request!)._result.TrySetCanceled(token), this);
        return await _result.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Run(SqliteConnection connection) => _result.TrySetResult(read(connection, cancellationToken));

    /// <inheritdoc/>
    public override void Fail(Exception exception) => _result.TrySetException(exception is OperationCanceledException
        ? exception
        : ReadFailure.Of(exception));
}
