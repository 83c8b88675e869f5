using System.Net.Sockets;
using System.Net.WebSockets;
using Parley.Contracts.Testing.Transports;
using Parley.Testing;

namespace Parley.Server.Tests.Transports.WebSockets;

/// <summary>A WebSocket on a connection of its own. Everything it sends is part of one message that never ends.</summary>
internal sealed class WebSocketTransportClient : ITransportClient
{
    private readonly ClientWebSocket _client = new();
    private readonly HttpMessageInvoker _connections;
    private Socket? _socket;
    private WebSocketMessageType _type = WebSocketMessageType.Binary;

    public WebSocketTransportClient()
    {
        _connections = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        _client.Options.KeepAliveInterval = TimeSpan.Zero;
        _client.Options.AddSubProtocol("parley.v1");
    }

    public Task OpenAsync(Uri address) => _client.ConnectAsync(address, _connections, CancellationToken.None).Within("the WebSocket");

    public Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        _client.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: false, CancellationToken.None).AsTask();

    /// <summary>Sends a whole message.</summary>
    public Task SendMessageAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type = WebSocketMessageType.Binary) =>
        _client.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None).AsTask();

    public Task CompleteAsync() => _client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    /// <summary>Closes the client's side with another status.</summary>
    public Task CloseAsync(WebSocketCloseStatus status) => _client.CloseOutputAsync(status, null, CancellationToken.None);

    public void Break() => _socket?.Close(timeout: 0);

    public async Task ReadAsync(Memory<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var received = await _client.ReceiveAsync(destination, CancellationToken.None);
            _type = received.MessageType;
            destination = _type == WebSocketMessageType.Close ? throw new EndOfStreamException() : destination[received.Count..];
        }
    }

    public async Task<TransportEnd> ReadEndAsync()
    {
        try
        {
            var dropped = new byte[4_096];
            while (_type != WebSocketMessageType.Close)
            {
                _type = (await _client.ReceiveAsync(dropped.AsMemory(), CancellationToken.None)).MessageType;
            }
        }
        catch (WebSocketException)
        {
            return TransportEnd.Broken;
        }

        return _client.CloseStatus == WebSocketCloseStatus.NormalClosure ? TransportEnd.Left : TransportEnd.Refused;
    }

    public ValueTask DisposeAsync()
    {
        Break();
        _client.Dispose();
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(_socket, ownsSocket: true);
    }
}
