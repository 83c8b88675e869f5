using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Parley.Contracts.Testing.Transports;
using Parley.Testing;

namespace Parley.Server.Tests.Transports.Grpc;

/// <summary>A gRPC call whose bytes the test writes and reads itself, on a connection of its own.</summary>
internal sealed class GrpcTransportClient : ITransportClient
{
    private readonly Pipe _request = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly HttpClient _client;
    private readonly Task<HttpResponseMessage> _response;
    private Socket? _socket;
    private Stream? _body;

    public GrpcTransportClient(Uri address)
    {
        _client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { Timeout = Timeout.InfiniteTimeSpan };
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/parley.v1.RoomService/Connect"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new PipeContent(_request.Reader),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        _response = _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _request.Writer.WriteAsync(bytes);

    public async Task CompleteAsync() => await _request.Writer.CompleteAsync();

    public void Break() => _socket?.Close(timeout: 0);

    public async Task ReadAsync(Memory<byte> destination) => await (await BodyAsync()).ReadExactlyAsync(destination);

    public async Task<TransportEnd> ReadEndAsync()
    {
        try
        {
            await (await BodyAsync()).CopyToAsync(Stream.Null);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return TransportEnd.Broken;
        }

        var response = await _response;
        var headers = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        var status = int.Parse(headers.GetValues("grpc-status").Single(), CultureInfo.InvariantCulture);
        return status == 0 ? TransportEnd.Left : TransportEnd.Refused;
    }

    public async ValueTask DisposeAsync()
    {
        await _request.Writer.CompleteAsync();
        Break();
        _client.Dispose();
    }

    private async Task<Stream> BodyAsync() => _body ??= await (await _response).Content.ReadAsStreamAsync();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(_socket, ownsSocket: true);
    }
}
