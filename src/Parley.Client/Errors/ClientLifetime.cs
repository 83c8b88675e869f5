namespace Parley.Client.Errors;

/// <summary>Whether a client can still be used, and the error for callers once it cannot.</summary>
/// <param name="client">The client, to be named in errors.</param>
internal sealed class ClientLifetime(object client)
{
    private volatile bool _isClosing;
    private Func<ParleyException>? _end;

    /// <summary>True once the application has begun to dispose the client.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>The application disposes the client.</summary>
    /// <returns>False if it already has.</returns>
    public bool TryBeginClosing() => !Interlocked.Exchange(ref _isClosing, true);

    /// <summary>The connection has ended for good.</summary>
    /// <param name="error">Creates the error, a new one for each caller.</param>
    public void End(Func<ParleyException> error) => Volatile.Write(ref _end, error);

    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="ParleyException">The connection has ended for good.</exception>
    public void ThrowIfClosed()
    {
        ThrowIfDisposed(_isClosing);
        if (Volatile.Read(ref _end) is { } error)
        {
            throw error();
        }
    }

    /// <summary>Throws an exception that names the client.</summary>
    public void ThrowIfDisposed(bool isDisposed) => ObjectDisposedException.ThrowIf(isDisposed, client);
}
