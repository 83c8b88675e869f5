using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>
/// A TCP relay: an address that stays the same while servers come and go, and connections that break. The first connections, as
/// many as <c>cuts</c>, are reset after a random number of bytes, possibly in the middle of a frame. Later ones are not cut.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    // Some clients process an HTTP/2 frame (up to 16 KiB by default) only once it is complete, so some connections must
    // pass more than that.
    private const int DefaultMaxBytes = 40_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<RelayedConnection, bool> _connections = new();
    private readonly Random _random;
    private readonly int _cuts;
    private readonly int _maxBytes;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _accepted;

    public Relay(string target, int cuts = 0, int seed = 0, int maxBytes = DefaultMaxBytes)
    {
        (Target, _cuts, _random, _maxBytes) = (target, cuts, new Random(seed), maxBytes);
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
        await _stop.CancelAsync();
        await _accepting.Within("the end of the relay");
        _listener.Dispose();
        _stop.Dispose();
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                var bytes = Interlocked.Increment(ref _accepted) <= _cuts ? _random.Next(100, _maxBytes) : long.MaxValue;
                _ = RunAsync(new RelayedConnection(client, bytes));
            }
            catch (SocketException)
            {
                // A client was gone before it was accepted. Others follow.
            }
            catch (OperationCanceledException)
            {
                // The relay stops.
            }
        }
    }

    private async Task RunAsync(RelayedConnection connection)
    {
        _connections[connection] = true;
        await connection.RunAsync(new Uri(Target));
        _connections.TryRemove(connection, out _);
    }
}
