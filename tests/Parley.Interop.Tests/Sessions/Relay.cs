using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Parley.Interop.Tests.Sessions;

/// <summary>
/// A TCP relay: an address that stays while servers come and go, and connections that break. As many as it is told to cut end
/// with a reset after a random number of bytes, wherever in a frame that is; then it lets everything pass.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    // Some clients take nothing of an HTTP/2 frame (16 KiB, with the defaults) before they have all of it: more must pass sometimes.
    private const int MaxBytes = 40_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<RelayedConnection, bool> _connections = new();
    private readonly Random _random;
    private readonly int _cuts;
    private readonly Task _accepting;
    private int _begun;

    public Relay(string target, int cuts = 0, int seed = 0)
    {
        (Target, _cuts, _random) = (target, cuts, new Random(seed));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where new connections lead.</summary>
    public string Target { get; set; }

    /// <summary>Its own address.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>True if it cuts no further connection.</summary>
    public bool HasCutAll => Volatile.Read(ref _begun) > _cuts;

    /// <summary>Nothing passes on the present connections any more, though they stay open.</summary>
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
                var bytes = Interlocked.Increment(ref _begun) <= _cuts ? _random.Next(100, MaxBytes) : long.MaxValue;
                _ = RunAsync(new RelayedConnection(client, bytes));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private async Task RunAsync(RelayedConnection connection)
    {
        _connections[connection] = true;
        await connection.RunAsync(new Uri(Target));
        _connections.TryRemove(connection, out _);
    }
}
