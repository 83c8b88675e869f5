using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Engine.Feeds;
using Parley.Engine.Hosting;
using Parley.Engine.Logs;
using Parley.Engine.Routing;

namespace Parley.Contracts.Testing.Routing;

/// <summary>A real host with the engine and the router under test.</summary>
internal sealed class RouterHost : IAsyncDisposable
{
    private readonly IHost _host;

    private RouterHost(IHost host, FaultInjectingLog log) => (_host, Log) = (host, log);

    public FaultInjectingLog Log { get; }

    public IRoomRouter Router => _host.Services.GetRequiredService<IRoomRouter>();

    public static async Task<RouterHost> StartAsync(Action<IParleyBuilder> addRouter)
    {
        var log = new FaultInjectingLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IRoomLog>(_ => log);
        addRouter(new Builder(builder.Services).AddEngine().AddFeedFormat<SequenceFormat>());
        var host = builder.Build();
        await host.StartAsync().InTime();
        return new RouterHost(host, log);
    }

    public Task<SequenceFollower> FollowAsync(string room) => SequenceFollower.FollowAsync(
        _host.Services.GetRequiredService<RoomDirectory>(), room, _host.Services.GetRequiredService<SequenceFormat>()).InTime();

    public async ValueTask DisposeAsync()
    {
        Log.ReleaseAppends();
        await _host.StopAsync().InTime();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private sealed class Builder(IServiceCollection services) : IParleyBuilder
    {
        public IServiceCollection Services => services;
    }
}
