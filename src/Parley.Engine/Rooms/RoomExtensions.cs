using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;

namespace Parley.Engine.Rooms;

internal static class RoomExtensions
{
    public static IParleyBuilder AddRooms(this IParleyBuilder parley)
    {
        parley.Services.TryAddSingleton(services => new RoomOwners(
            services.GetRequiredService<IRoomLog>(),
            services.GetRequiredService<FeedDirectory>(),
            services.GetRequiredService<Committer>(),
            services.GetRequiredService<TimeProvider>()));
        return parley;
    }
}
