using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Parley.Protocol.Chat;

namespace Parley.Testing;

/// <summary>A gRPC stream whose bytes the test writes itself, to send what a client library would never send.</summary>
public sealed class RawStream : IDisposable
{
    private readonly HttpClient _client;
    private readonly Pipe _request = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Task<HttpResponseMessage> _response;
    private StoppableStream? _connection;
    private Stream? _body;

    private RawStream(string address, string? room, string path)
    {
        _client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync })
        {
            BaseAddress = new Uri(address),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new PipeContent(_request.Reader),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        if (room is not null)
        {
            request.Headers.Add("parley-room", room);
        }

        _response = _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Opens a stream on a connection of its own.</summary>
    public static RawStream Open(string address, string? room, string path = "/chat.ChatService/JoinChat") =>
        new(address, room, path);

    /// <summary>Awaits the response headers.</summary>
    public async Task<HttpResponseMessage> HeadersAsync() => await _response.Within("response headers");

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(byte[] bytes) => await _request.Writer.WriteAsync(bytes);

    /// <summary>Sends a payload with the 5-byte prefix.</summary>
    public Task SendFrameAsync(byte[] payload)
    {
        var frame = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return SendAsync(frame);
    }

    /// <summary>Sends a well-formed message.</summary>
    public Task SendAsync(string user, string text) => SendFrameAsync(new ChatMessage { UserId = user, Text = text }.ToByteArray());

    /// <summary>Half-closes.</summary>
    public void Complete() => _request.Writer.Complete();

    /// <summary>Reads the next message.</summary>
    public async Task<ChatMessage> ReadAsync() => ChatMessage.Parser.ParseFrom(await ReadPayloadAsync());

    /// <summary>Reads the payload of the next frame.</summary>
    public async Task<byte[]> ReadPayloadAsync()
    {
        _body ??= await (await HeadersAsync()).Content.ReadAsStreamAsync();
        var prefix = new byte[5];
        await _body.ReadExactlyAsync(prefix).AsTask().Within("a frame");
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await _body.ReadExactlyAsync(payload).AsTask().Within("a frame's payload");
        return payload;
    }

    /// <summary>Stops reading from the socket. Called after the headers have arrived.</summary>
    public void StopReading() => _connection!.Stop();

    /// <summary>Reads from the socket again.</summary>
    public void ResumeReading() => _connection!.Resume();

    /// <summary>Reads to the end of the stream.</summary>
    /// <returns>The status from the trailers, or from the headers if there was no body.</returns>
    public async Task<(int Code, string Message)> StatusAsync()
    {
        var response = await HeadersAsync();
        _body ??= await response.Content.ReadAsStreamAsync();
        await _body.CopyToAsync(Stream.Null).Within("the end of the stream");
        var headers = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        var message = headers.TryGetValues("grpc-message", out var values) ? Uri.UnescapeDataString(values.Single()) : "";
        return (int.Parse(headers.GetValues("grpc-status").Single(), System.Globalization.CultureInfo.InvariantCulture), message);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return _connection = new StoppableStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
