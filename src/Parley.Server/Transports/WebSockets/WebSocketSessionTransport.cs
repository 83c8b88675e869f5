using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
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
    private bool _hasClosed;

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
        catch (WebSocketException) when (IsClosedByLibrary)
        {
            return new FrameRead(ReadEnd.Malformed, "The client broke the WebSocket protocol.");
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
        _http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }

    public async ValueTask FinishAsync(Farewell farewell)
    {
        using var limit = new CancellationTokenSource(CloseTimeout, _time);
        if (IsClosedByLibrary)
        {
            await WaitForCloseAsync(limit.Token);
            return;
        }

        if (farewell == Farewell.Gone)
        {
            Abort();
            return;
        }

        try
        {
            await _output.SendRestAsync(limit.Token);
            _hasClosed = true;
            await _socket.CloseOutputAsync(farewell.ToCloseStatus(), farewell.ToCloseDescription(), limit.Token);
        }
        catch (Exception exception) when (IsBroken(exception, CancellationToken.None))
        {
            Abort();
            return;
        }

        await WaitForCloseAsync(limit.Token);
    }

    /// <summary>Closing a connection with unread input resets it, and the client might then not get the reason.</summary>
    private async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _input.SkipToCloseAsync(cancellationToken);
        }
        catch (Exception exception) when (IsBroken(exception, CancellationToken.None))
        {
            // The connection is closed in any case.
        }
    }

    // The library closes the socket by itself, with 1002 or 1007, when the client breaks the protocol.
    private bool IsClosedByLibrary => !_hasClosed && !Gone.IsCancellationRequested && _socket.State == WebSocketState.CloseSent;

    private bool IsBroken(Exception exception, CancellationToken stopped) => exception switch
    {
        OperationCanceledException => Gone.IsCancellationRequested || !stopped.IsCancellationRequested,
        WebSocketException or IOException or ObjectDisposedException => true,
        _ => false,
    };
}
