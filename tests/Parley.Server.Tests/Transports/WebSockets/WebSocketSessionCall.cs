using System.Buffers.Binary;
using System.Net.WebSockets;
using Google.Protobuf;
using Grpc.Core;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Transports.Grpc;
using Parley.Testing;

namespace Parley.Server.Tests.Transports.WebSockets;

/// <summary>A session over a WebSocket. Its status is the one that gRPC has for the same end.</summary>
internal sealed class WebSocketSessionCall : ISessionCall
{
    private const int PrefixBytes = 5;
    private const int FirstCloseStatus = 4_000;

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _connections;
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly Task _opening;
    private int _start;
    private int _end;

    /// <param name="webAddress">Such as <c>http://localhost:8080</c>.</param>
    /// <param name="configure">Changes the options of the socket.</param>
    /// <param name="handler">Opens the connection.</param>
    public WebSocketSessionCall(
        string webAddress, Action<ClientWebSocketOptions>? configure = null, SocketsHttpHandler? handler = null)
    {
        _connections = new HttpMessageInvoker(handler ?? new SocketsHttpHandler());
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.AddSubProtocol("parley.v1");
        configure?.Invoke(_socket.Options);
        var address = new UriBuilder($"{webAddress}/v1/connect");
        address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        _opening = _socket.ConnectAsync(address.Uri, _connections, CancellationToken.None);
    }

    public Status Status { get; private set; }

    /// <summary>What the server closed the socket with; <c>null</c> if it has not.</summary>
    public int? CloseStatus => (int?)_socket.CloseStatus;

    public string? CloseDescription => _socket.CloseStatusDescription;

    public Task OpenAsync() => _opening;

    public async Task SendAsync(ClientFrame frame)
    {
        await _opening;
        var message = new byte[PrefixBytes + frame.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), message.Length - PrefixBytes);
        frame.WriteTo(message.AsSpan(PrefixBytes));
        await SendAsync(message, WebSocketMessageType.Binary);
    }

    /// <summary>Sends a message as it is.</summary>
    public async Task SendAsync(byte[] message, WebSocketMessageType type)
    {
        await _opening;
        await _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
    }

    public async Task CompleteAsync()
    {
        await _opening;
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    public async Task<ServerFrame?> ReadAsync()
    {
        await _opening;
        while (true)
        {
            if (_end - _start >= PrefixBytes
                && PrefixBytes + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 1)) is var length && _end - _start >= length)
            {
                var frame = ServerFrame.Parser.ParseFrom(_buffer, _start + PrefixBytes, length - PrefixBytes);
                _start += length;
                return frame;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var received = await ReceiveAsync();
            if (received.MessageType == WebSocketMessageType.Close)
            {
                Assert.Equal(_start, _end);
                return _socket.CloseStatus == WebSocketCloseStatus.NormalClosure ? null : throw await EndAsync();
            }

            Assert.Equal(WebSocketMessageType.Binary, received.MessageType);
            _end += received.Count;
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _connections.Dispose();
    }

    private async Task<ValueWebSocketReceiveResult> ReceiveAsync()
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer.AsMemory(_end), CancellationToken.None);
        }
        catch (WebSocketException exception)
        {
            throw new RpcException(Status = new Status(StatusCode.Unavailable, exception.Message, exception));
        }
    }

    private async Task<RpcException> EndAsync()
    {
        if (_socket.State == WebSocketState.CloseReceived)
        {
            await CompleteAsync();
        }

        var code = (ParleyCode)((int)_socket.CloseStatus!.Value - FirstCloseStatus);
        return new RpcException(Status = new Status(code.ToStatusCode(), _socket.CloseStatusDescription ?? ""));
    }
}
