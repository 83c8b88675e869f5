using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Engine.Hosting;
using Parley.Engine.Logs;
using Parley.Engine.Routing;

namespace Parley.Cluster.Tests;

/// <summary>Rooms in a real host, with a silo.</summary>
internal sealed class HostedRooms : IAsyncDisposable
{
    private readonly IHost _host;

    private HostedRooms(IHost host) => _host = host;

    public RoomDirectory Rooms => _host.Services.GetRequiredService<RoomDirectory>();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<HostedRooms> StartAsync(IRoomLog log, int idleSeconds)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_ => log).Configure<RoomOptions>(options => options.IdleSeconds = idleSeconds);
        new Builder(builder.Services).AddEngine().AddGrains();
        var host = builder.Build();
        await host.StartAsync();
        return new HostedRooms(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private sealed class Builder(IServiceCollection services) : IParleyBuilder
    {
        public IServiceCollection Services => services;
    }
}
