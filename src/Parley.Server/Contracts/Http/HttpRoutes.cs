using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Contracts.Rooms;

namespace Parley.Server.Contracts.Http;

/// <summary>The paths of the room contract over HTTP.</summary>
internal static class HttpRoutes
{
    /// <summary>Lists the rooms; every room is below it.</summary>
    public const string Rooms = "/v1/rooms";

    /// <summary>Describes all paths.</summary>
    public const string OpenApi = "/v1/openapi.json";

    private const string Room = $"{Rooms}/{{{RoomPath.Segment}}}";

    /// <summary>Maps all paths, and answers every other path below <c>/v1</c> that nobody else has.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder app)
    {
        var gate = app.ServiceProvider.GetRequiredService<HttpGate>();
        var calls = app.ServiceProvider.GetRequiredService<HttpCalls>();
        var stream = app.ServiceProvider.GetRequiredService<EventStreamEndpoint>();
        var document = new OpenApiDocument();
        var pages = new ConventionBuilders(
            app.Map(Rooms, gate.Guard(HttpMethods.Get, calls.ListRoomsAsync)),
            app.Map($"{Room}/events", gate.Guard(HttpMethods.Get, calls.ListEventsAsync)),
            app.Map($"{Room}/members", gate.Guard(HttpMethods.Get, calls.ListMembersAsync)));
        pages.Add(PageLimiter.KeepTurnUntilSent);

        var others = app.Map("/v1/{**path}", gate.RefusePathAsync);
        others.Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
        return new ConventionBuilders(
            pages,
            app.Map($"{Room}/posts", gate.Guard(HttpMethods.Post, calls.PostAsync)),
            app.Map($"{Room}/stream", gate.Guard(HttpMethods.Get, stream.StreamAsync)),
            app.Map(OpenApi, gate.Guard(HttpMethods.Get, document.WriteAsync)),
            others);
    }
}
