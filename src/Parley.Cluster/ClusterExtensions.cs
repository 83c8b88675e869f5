using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Parley.Engine.Routing;

namespace Parley.Cluster;

/// <summary>Adds the rooms' owners to a host.</summary>
public static class ClusterExtensions
{
    /// <summary>Has grains own the rooms, on a silo in this process.</summary>
    public static IParleyBuilder AddGrains(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<RoomOptions>().BindConfiguration("Parley:Room").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<IRoomRouter, GrainRoomRouter>();
        parley.Services.AddOrleans(silo => silo.UseSingleSilo());
        return parley;
    }

    // A single silo needs no port. It listens on one that the system picks, so that several servers can run on one machine, and closes every
    // connection.
    private static void UseSingleSilo(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(gatewayPort: 0);

        // If the clock is set forward while the silo joins, it must not conclude that joining has taken too long.
        silo.Configure<ClusterMembershipOptions>(options => options.EvictWhenMaxJoinAttemptTimeExceeded = false);
        silo.Configure<GrainDirectoryOptions>(options =>
        {
            // The directory is in this process. A cache in front of it would remember every room ever used, about 300 bytes each. Orleans
            // allocates CacheSize entries for other directories even if nothing is cached: 9 MB with its default.
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
