using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting.Connections;

/// <summary>
/// Counts the connections of all ports, and closes those beyond a limit. Kestrel's own limit counts a connection until its streams have
/// ended, and a client can keep them from ending: the limit would shrink with each such connection.
/// </summary>
/// <param name="max">The most connections at once; 1 or more.</param>
/// <param name="logger">Logs that the limit was reached, at most once a minute.</param>
/// <param name="time">Measures the minute.</param>
internal sealed class ConnectionLimit(int max, ILogger<ConnectionLimit> logger, TimeProvider time)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _open;
    private int _refused;
    private long? _loggedAt;

    /// <summary>The most connections at once.</summary>
    public int Max => max;

    /// <summary>How many connections are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Applies the limit to a port. Call it before anything else that sees its connections.</summary>
    public void ApplyTo(ListenOptions listen) => listen.Use(next => connection => RunAsync(next, connection));

    private async Task RunAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        if (Interlocked.Increment(ref _open) > max)
        {
            Interlocked.Decrement(ref _open);
            LogRefusal();
            connection.Abort(new ConnectionAbortedException("The server has as many connections as it may have."));
            return;
        }

        var place = new Place(this);
        await using var closed = connection.ConnectionClosed.UnsafeRegister(static place => ((Place)place!).Release(), place);
        try
        {
            await next(connection);
        }
        finally
        {
            place.Release();
        }
    }

    private void LogRefusal()
    {
        int refused;
        lock (_gate)
        {
            _refused++;
            if (_loggedAt is { } at && time.GetElapsedTime(at) < LogInterval)
            {
                return;
            }

            (refused, _refused, _loggedAt) = (_refused, 0, time.GetTimestamp());
        }

        ConnectionLogMessages.Refused(logger, refused, max);
    }

    private sealed class Place(ConnectionLimit limit)
    {
        private int _isReleased;

        public void Release()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            {
                Interlocked.Decrement(ref limit._open);
            }
        }
    }
}
