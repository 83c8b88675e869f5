using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Parley.Engine.Routing;

namespace Parley.Cluster;

/// <summary>Adds grains that own the rooms.</summary>
public static class ClusterExtensions
{
    /// <summary>Adds an <see cref="IRoomRouter"/> that brings posts to the grains that own the rooms, on a silo in this process.</summary>
    public static IParleyBuilder AddGrains(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<RoomOptions>().BindConfiguration("Parley:Room").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<IRoomRouter, GrainRoomRouter>();
        parley.Services.AddOrleans(silo => silo.UseSingleSilo());
        return parley;
    }

    // A single silo talks to nobody but must listen. The system picks a loopback port, so several servers can run on one machine.
    // The silo aborts every connection to that port.
    private static void UseSingleSilo(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(gatewayPort: 0);

        // A clock that is set forward while the silo starts must not make it conclude that starting took too long.
        silo.Configure<ClusterMembershipOptions>(options => options.EvictWhenMaxJoinAttemptTimeExceeded = false);
        silo.Configure<GrainDirectoryOptions>(options =>
        {
            // The directory is in this process. A cache in front of it would keep about 300 bytes for every room ever used. Orleans
            // allocates CacheSize entries even without a cache: 9 MB with its default.
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
