using System.Net.Sockets;

namespace Parley.Interop.Tests.Sessions;

/// <summary>One connection through a <see cref="Relay"/>, which lets so many bytes pass in all.</summary>
internal sealed class RelayedConnection(Socket client, long bytes) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp);
    private long _left = bytes;
    private volatile bool _isFrozen;

    /// <summary>Completes when the connection is over.</summary>
    public async Task RunAsync(Uri target)
    {
        try
        {
            await _server.ConnectAsync(target.Host, target.Port);
            Task[] directions = [PassAsync(client, _server), PassAsync(_server, client)];
            await Task.WhenAny(directions);
            if (_isFrozen)
            {
                // A side does not learn that the other one has gone.
                await Task.WhenAll(directions);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // nobody listens there
        }

        Dispose();
    }

    /// <summary>Swallows what comes from now on.</summary>
    public void Freeze() => _isFrozen = true;

    /// <summary>Resets both sides.</summary>
    public void Dispose()
    {
        client.Close(0);
        _server.Close(0);
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            while (true)
            {
                var received = await from.ReceiveAsync(buffer);
                var after = Interlocked.Add(ref _left, -received);
                var pass = _isFrozen ? 0 : (int)Math.Clamp(after + received, 0, received);
                await to.SendAsync(buffer.AsMemory(0, pass));
                if (received == 0 || after <= 0)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // one of the sides is gone
        }
    }
}
