using System.Net.Sockets;

namespace Parley.Command.Chat;

/// <summary>
/// TCP to the server. The operating system watches it: a machine that vanished is noticed after half a minute. A server that
/// accepts but never says a word, as every HTTP/2 server must, is told from one that is there.
/// </summary>
internal sealed class ServerStream : NetworkStream
{
    private const int QuietSeconds = 15;
    private const int ProbeSeconds = 5;
    private const int Probes = 3;

    private readonly Action _answered;
    private bool _hasAnswered;

    private ServerStream(Socket socket, Action answered)
        : base(socket, ownsSocket: true) => _answered = answered;

    /// <summary>Connects.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="answered">Called when the server's first byte has come.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Action answered, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, QuietSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new ServerStream(socket, answered);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _hasAnswered ? base.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            _hasAnswered = true;
            _answered();
        }

        return count;
    }
}
