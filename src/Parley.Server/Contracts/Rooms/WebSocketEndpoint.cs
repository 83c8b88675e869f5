using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Contracts.Web;
using Parley.Server.Operations;
using Parley.Server.Sessions;
using Parley.Server.Transports.WebSockets;

namespace Parley.Server.Contracts.Rooms;

/// <summary>Sessions of the room contract over a WebSocket.</summary>
internal sealed class WebSocketEndpoint(SessionFactory sessions, OriginPolicy origins, Drain drain, TimeProvider time)
{
    private const string Path = "/v1/connect";
    private const string SubProtocol = "parley.v1";

    /// <summary>Maps the endpoint, with all that it needs to accept a WebSocket.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder app)
    {
        var endpoint = app.ServiceProvider.GetRequiredService<WebSocketEndpoint>();

        // Heartbeats are part of the contract, so the socket sends none of its own.
        var pipeline = app.CreateApplicationBuilder().UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        pipeline.Run(endpoint.RunAsync);
        return app.Map(Path, pipeline.Build());
    }

    private async Task RunAsync(HttpContext http)
    {
        if (Refuse(http) is var (status, reason))
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(reason + "\n");
            return;
        }

        drain.Enter(http);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(SubProtocol);

        // The headers would otherwise be held for as long as the session lasts.
        http.Request.Headers.Clear();
        using var session = sessions.Create(new WebSocketSessionTransport(http, socket, time));
        await session.RunAsync();
    }

    private (int Status, string Reason)? Refuse(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            var reason = $"{Path} is for WebSockets with the sub-protocol {SubProtocol}.";
            if (HttpProtocol.IsHttp2(http.Request.Protocol))
            {
                return (StatusCodes.Status400BadRequest, reason);
            }

            http.Response.Headers.Upgrade = "websocket";
            return (StatusCodes.Status426UpgradeRequired, reason);
        }

        if (origins.Refuse(http) is { } refusal)
        {
            return (StatusCodes.Status403Forbidden, refusal);
        }

        return http.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol)
            ? null
            : (StatusCodes.Status400BadRequest, $"Ask for the sub-protocol {SubProtocol}.");
    }
}
