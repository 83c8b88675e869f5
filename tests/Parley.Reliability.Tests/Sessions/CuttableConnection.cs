using System.Net.Sockets;
using Grpc.Net.Client;
using Parley.Protocol.V1;

namespace Parley.Reliability.Tests.Sessions;

/// <summary>A connection that can be cut as a network would cut it: without any HTTP/2 frame.</summary>
internal sealed class CuttableConnection : IDisposable
{
    private readonly GrpcChannel _channel;
    private Socket? _socket;

    public CuttableConnection(string address)
    {
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync },
            DisposeHttpClient = true,
        });
        Client = new RoomService.RoomServiceClient(_channel);
    }

    public RoomService.RoomServiceClient Client { get; }

    /// <summary>Resets the connection.</summary>
    public void Cut() => _socket?.Close(timeout: 0);

    public void Dispose() => _channel.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await _socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(_socket, ownsSocket: true);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }
}
