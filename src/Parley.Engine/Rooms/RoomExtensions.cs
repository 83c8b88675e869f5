using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Snapshots;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Rooms;

internal static class RoomExtensions
{
    public static IParleyBuilder AddRooms(this IParleyBuilder parley)
    {
        parley.Services.TryAddSingleton(services => new RoomOwners(
            services.GetRequiredService<IRoomLog>(),
            services.GetRequiredService<FeedDirectory>(),
            services.GetRequiredService<Committer>(),
            services.GetRequiredService<RoomKinds>(),
            services.GetRequiredService<IOptions<SnapshotOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<RoomOwner>>()));
        return parley;
    }
}
