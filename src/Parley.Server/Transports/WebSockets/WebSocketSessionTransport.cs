using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.Transports.WebSockets;

/// <summary>The transport of a session over a WebSocket.</summary>
internal sealed class WebSocketSessionTransport : ISessionTransport
{
    /// <summary>How long a client has to read what is left and to close its side, once the session has ended.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpContext _http;
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly WebSocketInput _input;
    private readonly WebSocketOutput _output;

    public WebSocketSessionTransport(HttpContext http, WebSocket socket, TimeProvider time)
    {
        (_http, _socket, _time, Gone) = (http, socket, time, http.RequestAborted);
        _input = new WebSocketInput(socket);
        _output = new WebSocketOutput(socket, Gone);
    }

    public PipeWriter Output => _output;

    public CancellationToken Gone { get; }

    public async ValueTask<FrameRead> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _input.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (IsBroken(exception, cancellationToken))
        {
            return new FrameRead(ReadEnd.Gone);
        }
    }

    public void Abort()
    {
        _socket.Abort();
        _http.Abort();
    }

    public async ValueTask FinishAsync(Farewell farewell)
    {
        if (farewell == Farewell.Gone)
        {
            Abort();
            return;
        }

        using var limit = new CancellationTokenSource(CloseTimeout, _time);
        try
        {
            await _output.SendRestAsync(limit.Token);
            await _socket.CloseOutputAsync(farewell.ToCloseStatus(), farewell.ToCloseDescription(), limit.Token);
        }
        catch (Exception exception) when (IsBroken(exception, CancellationToken.None))
        {
            Abort();
            return;
        }

        try
        {
            // A connection that is closed before everything has been read from it is reset, and the client may not get the reason.
            await _input.SkipToCloseAsync(limit.Token);
        }
        catch (Exception exception) when (IsBroken(exception, CancellationToken.None))
        {
            // The connection is closed in any case.
        }
    }

    private bool IsBroken(Exception exception, CancellationToken stopped) => exception switch
    {
        OperationCanceledException => Gone.IsCancellationRequested || !stopped.IsCancellationRequested,
        WebSocketException or IOException or ObjectDisposedException or InvalidOperationException => true,
        _ => false,
    };
}
