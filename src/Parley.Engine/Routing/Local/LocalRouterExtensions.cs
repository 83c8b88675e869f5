using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Rooms;

namespace Parley.Engine.Routing.Local;

/// <summary>Adds rooms that live in this process.</summary>
public static class LocalRouterExtensions
{
    /// <summary>Adds an <see cref="IRoomRouter"/> that owns all rooms in this process.</summary>
    public static IParleyBuilder AddLocalRouter(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<RoomOptions>().BindConfiguration("Parley:Room").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<IRoomRouter>(services => new LocalRoomRouter(
            services.GetRequiredService<RoomOwners>(),
            services.GetRequiredService<IOptions<RoomOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<LocalRoomRouter>>()));
        return parley;
    }
}
