using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Parley.Interop.Tests.Sessions;

/// <summary>
/// A TCP relay: an address that stays the same while servers come and go, and connections that break. The first connections, as
/// many as <c>cuts</c>, are reset after a random number of bytes, possibly in the middle of a frame. Later ones are not cut.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    // Some clients process an HTTP/2 frame (up to 16 KiB by default) only once it is complete, so some connections must
    // pass more than that.
    private const int MaxBytes = 40_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<RelayedConnection, bool> _connections = new();
    private readonly Random _random;
    private readonly int _cuts;
    private readonly Task _accepting;
    private int _accepted;

    public Relay(string target, int cuts = 0, int seed = 0)
    {
        (Target, _cuts, _random) = (target, cuts, new Random(seed));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The address that new connections are relayed to.</summary>
    public string Target { get; set; }

    /// <summary>The relay's own address.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>True if no further connection will be cut.</summary>
    public bool HasCutAll => Volatile.Read(ref _accepted) > _cuts;

    /// <summary>Stops relaying on the open connections, but keeps them open.</summary>
    public void Freeze()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Freeze();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var bytes = Interlocked.Increment(ref _accepted) <= _cuts ? _random.Next(100, MaxBytes) : long.MaxValue;
                _ = RunAsync(new RelayedConnection(client, bytes));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The relay was stopped.
        }
    }

    private async Task RunAsync(RelayedConnection connection)
    {
        _connections[connection] = true;
        await connection.RunAsync(new Uri(Target));
        _connections.TryRemove(connection, out _);
    }
}
