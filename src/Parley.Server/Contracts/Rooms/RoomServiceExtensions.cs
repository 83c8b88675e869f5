using Microsoft.Extensions.DependencyInjection;
using Parley.Engine.Feeds;
using Parley.Server.Frames;

namespace Parley.Server.Contracts.Rooms;

internal static class RoomServiceExtensions
{
    public static IParleyBuilder AddRoomContract(this IParleyBuilder parley)
    {
        parley.AddFeedFormat<RoomEventFormat>();
        parley.Services.AddOptions<PageOptions>().BindConfiguration("Parley:Page").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.AddSingleton<PageLimiter>();
        parley.Services.AddSingleton<RoomCalls>();
        parley.Services.AddSingleton<WebSocketEndpoint>();
        parley.Services.AddGrpc().AddServiceOptions<RoomServiceEndpoint>(
            rooms => rooms.MaxReceiveMessageSize = RoomCalls.MaxRequestBytes);
        return parley;
    }
}
