using System.Net.Sockets;

namespace Parley.Command.Chat.Connections;

/// <summary>
/// A TCP connection to the server. The operating system's keep-alive detects within half a minute that a machine has vanished. The
/// first byte from the server shows that it is an HTTP/2 server, which always sends its settings first; an accepted connection alone
/// does not show this.
/// </summary>
internal sealed class ServerStream : NetworkStream
{
    private const int KeepAliveSeconds = 15;
    private const int ProbeIntervalSeconds = 5;
    private const int MaxProbes = 3;

    private readonly Action _onFirstByte;
    private bool _hasFirstByte;

    private ServerStream(Socket socket, Action onFirstByte)
        : base(socket, ownsSocket: true) => _onFirstByte = onFirstByte;

    /// <summary>Connects.</summary>
    /// <param name="context">The server's address.</param>
    /// <param name="onFirstByte">Called when the first byte from the server has arrived.</param>
    /// <param name="cancellationToken">Aborts the attempt.</param>
    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Action onFirstByte, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeIntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, MaxProbes);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new ServerStream(socket, onFirstByte);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _hasFirstByte ? base.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            _hasFirstByte = true;
            _onFirstByte();
        }

        return count;
    }
}
