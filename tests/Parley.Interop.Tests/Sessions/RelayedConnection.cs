using System.Net.Sockets;

namespace Parley.Interop.Tests.Sessions;

/// <summary>One connection through a <see cref="Relay"/>. It ends after a number of bytes, counted over both directions.</summary>
internal sealed class RelayedConnection(Socket client, long bytes) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp);
    private long _bytesLeft = bytes;
    private volatile bool _isFrozen;

    /// <summary>Relays until the connection has ended.</summary>
    public async Task RunAsync(Uri target)
    {
        try
        {
            await _server.ConnectAsync(target.Host, target.Port);
            Task[] directions = [RelayAsync(client, _server), RelayAsync(_server, client)];
            await Task.WhenAny(directions);
            if (_isFrozen)
            {
                // Neither side may notice that the other one is gone.
                await Task.WhenAll(directions);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Nothing listens at the target.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Discards everything received from now on.</summary>
    public void Freeze() => _isFrozen = true;

    /// <summary>Resets both sides.</summary>
    public void Dispose()
    {
        client.Close(0);
        _server.Close(0);
    }

    private async Task RelayAsync(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            while (true)
            {
                var received = await from.ReceiveAsync(buffer);
                var after = Interlocked.Add(ref _bytesLeft, -received);
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
            // One side is gone.
        }
    }
}
