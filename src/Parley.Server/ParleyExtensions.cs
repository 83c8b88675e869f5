using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Parley.Server.Contracts;
using Parley.Server.Contracts.Chat;
using Parley.Server.Contracts.Http;
using Parley.Server.Contracts.Rooms;
using Parley.Server.Operations;
using Parley.Server.Operations.StartPage;
using Parley.Server.Transports.Grpc;

namespace Parley.Server;

/// <summary>Serves Parley from an ASP.NET Core application.</summary>
public static class ParleyExtensions
{
    // What a client may send on a stream that the server does not read at the moment.
    private const int StreamWindow = 256 * 1_024;

    // By default, two streams that are not read stop all others on their connection.
    private const int StoppedStreams = 64;

    /// <summary>
    /// Sets Kestrel's limits for streams that live for days and readers that pause: connections, streams, HTTP/2 pings and windows. It
    /// turns off the minimum response rate, which would abort the whole connection of a reader that pauses.
    /// </summary>
    public static void UseParleyLimits(this KestrelServerOptions kestrel)
    {
        var parley = kestrel.ApplicationServices.GetRequiredService<IOptions<ParleyOptions>>().Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = parley.MaxConnections;

        // Kestrel counts WebSockets over HTTP/1.1 here instead.
        kestrel.Limits.MaxConcurrentUpgradedConnections = parley.MaxConnections;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = parley.MaxStreamsPerConnection;
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindow;
        kestrel.Limits.Http2.InitialConnectionWindowSize = StoppedStreams * StreamWindow;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(parley.PingAfterSeconds);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(parley.PingTimeoutSeconds);
    }

    /// <summary>
    /// Maps the chat contract and the room contract over gRPC, sessions of the room contract over WebSockets, and its unary calls and
    /// streams over HTTP.
    /// </summary>
    /// <returns>Takes further conventions, such as authorization.</returns>
    public static IEndpointConventionBuilder MapParley(this IEndpointRouteBuilder app)
    {
        var rooms = app.MapGrpcService<RoomServiceEndpoint>();
        rooms.Add(PageLimiter.KeepTurnUntilSent);
        var grpc = new ConventionBuilders(app.MapGrpcService<ChatEndpoint>(), rooms);
        grpc.Add(StreamDeadline.Observe);
        return new ConventionBuilders(grpc, WebSocketEndpoint.Map(app), HttpRoutes.Map(app));
    }

    /// <summary>Maps gRPC health, <c>/healthz</c>, the start page, and server reflection if it is on.</summary>
    public static void MapParleyOperations(this IEndpointRouteBuilder app)
    {
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks("/healthz");
        app.MapStartPage();

        var environment = app.ServiceProvider.GetRequiredService<IHostEnvironment>();
        if (app.ServiceProvider.GetRequiredService<IOptions<ParleyOptions>>().Value.Reflection ?? !environment.IsProduction())
        {
            app.MapGrpcReflectionService();
        }
    }
}
