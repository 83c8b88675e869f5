using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Parley.Testing;

/// <summary>
/// An HTTP/2 connection that calls a gRPC server without a client library, gives the server no window for responses, and reads nothing
/// after the connection is set up.
/// </summary>
public sealed class UnreadConnection : IDisposable
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte EndStream = 0x1;
    private const byte Acknowledged = 0x1;
    private const byte EndHeaders = 0x4;
    private const int FrameHeadBytes = 9;
    private const ushort InitialWindowSize = 4;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Uri _address;
    private int _stream = -1;

    /// <param name="address">Such as <c>http://localhost:41234</c>.</param>
    public UnreadConnection(string address) => _address = new Uri(address);

    /// <summary>Sends unary calls, all with the same request. Completes when the server has read them.</summary>
    /// <param name="path">The method.</param>
    /// <param name="request">The encoded request.</param>
    /// <param name="count">How many calls.</param>
    public async Task CallAsync(string path, byte[] request, int count)
    {
        if (!_socket.Connected)
        {
            await _socket.ConnectAsync(_address.Host, _address.Port);
            await SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
            byte[] noWindow = [0, 0, 0, 0, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(noWindow, InitialWindowSize);
            await SendAsync(Frame(Settings, 0, 0, noWindow));
        }

        var message = new byte[5 + request.Length];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), request.Length);
        request.CopyTo(message, 5);
        var headers = Encode(
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", _address.Authority),
            ("content-type", "application/grpc"), ("te", "trailers"));
        for (var i = 0; i < count; i++)
        {
            _stream += 2;
            await SendAsync(Frame(Headers, EndHeaders, _stream, headers));
            await SendAsync(Frame(Data, EndStream, _stream, message));
        }

        await SendAsync(Frame(Ping, 0, 0, new byte[8]));
        await ReadUntilPongAsync().Within("the server to have read the calls");
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Close(timeout: 0);

    /// <summary>Headers as HPACK literals without index and without Huffman coding (RFC 7541, 6.2.2).</summary>
    private static byte[] Encode(params (string Name, string Value)[] headers)
    {
        var bytes = new List<byte>();
        foreach (var (name, value) in headers)
        {
            bytes.Add(0);
            foreach (var text in new[] { name, value })
            {
                bytes.Add(checked((byte)text.Length));
                bytes.AddRange(Encoding.ASCII.GetBytes(text));
            }
        }

        return [.. bytes];
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHeadBytes + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)payload.Length);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, FrameHeadBytes);
        return frame;
    }

    private async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    private async Task ReadUntilPongAsync()
    {
        while (true)
        {
            var head = await ReadAsync(FrameHeadBytes);
            await ReadAsync((head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1)));
            if (head[3] == Ping && head[4] == Acknowledged)
            {
                return;
            }
        }
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var received = await _socket.ReceiveAsync(bytes.AsMemory(read));
            read += received > 0 ? received : throw new IOException("The server has closed the connection.");
        }

        return bytes;
    }
}
