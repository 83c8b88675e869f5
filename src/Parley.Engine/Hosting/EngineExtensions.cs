using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Engine.Rooms;

namespace Parley.Engine.Hosting;

/// <summary>Adds the room engine to a host.</summary>
public static class EngineExtensions
{
    /// <summary>Adds rooms, their feeds, and the in-process silo that owns the rooms. The host adds an <see cref="IRoomLog"/>.</summary>
    public static IServiceCollection AddParleyEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ChatMessageFormat>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFeedFormat, ChatMessageFormat>(
            provider => provider.GetRequiredService<ChatMessageFormat>()));
        services.TryAddSingleton<SessionFormat>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFeedFormat, SessionFormat>(
            provider => provider.GetRequiredService<SessionFormat>()));
        services.TryAddSingleton<FeedDirectory>();
        services.TryAddSingleton<MemberDirectory>();
        services.TryAddSingleton<RoomDirectory>();
        services.TryAddSingleton<StorageHealth>();
        services.TryAddSingleton<Committer>();
        return services.AddOrleans(silo => silo.UseLoneSilo());
    }

    // A silo on its own needs no port: it listens on one the system picks, so that servers run side by side, and turns
    // every caller away.
    private static void UseLoneSilo(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(gatewayPort: 0);

        // A clock that is set forward while the silo joins must not make it believe that it has been joining for too long.
        silo.Configure<ClusterMembershipOptions>(options => options.EvictWhenMaxJoinAttemptTimeExceeded = false);
        silo.Configure<GrainDirectoryOptions>(options =>
        {
            // Where a room's owner is stands in this process already. A cache before that would remember every room ever used, about
            // 300 bytes each, and Orleans makes one of CacheSize for other directories even if nothing is cached: 9 MB for its default.
            options.CachingStrategy = GrainDirectoryOptions.CachingStrategyType.None;
            options.CacheSize = 1_000;
        });
        silo.Configure<EndpointOptions>(options => options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, 0));
        silo.Configure<SiloConnectionOptions>(options => options.ConfigureSiloInboundConnection(connection =>
            connection.Use(_ => context =>
            {
                context.Abort();
                return Task.CompletedTask;
            })));
    }
}
