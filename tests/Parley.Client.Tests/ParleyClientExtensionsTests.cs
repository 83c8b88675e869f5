using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Client.Tests.Fakes;
using Parley.Testing;

namespace Parley.Client.Tests;

public sealed class ParleyClientExtensionsTests
{
    [Fact]
    public async Task AddParleyClient_Resolved_ConnectsAndEndsWithTheContainer()
    {
        await using var server = await FakeServer.StartAsync();
        var services = new ServiceCollection().AddParleyClient(server.Address, o => o with { User = "ada" });
        await using var provider = services.BuildServiceProvider();

        var parley = provider.GetRequiredService<ParleyClient>();
        Assert.Same(parley, provider.GetRequiredService<ParleyClient>());
        await parley.JoinAsync("lobby").Within("the join");
        Assert.Equal("ada", parley.User);
        await provider.DisposeAsync();

        Assert.Equal(ConnectionState.Closed, parley.State);
    }

    [Fact]
    public async Task AddParleyClient_Resolved_UsesTheContainersClockAndLoggers()
    {
        await using var server = await FakeServer.StartAsync();
        var time = new ManualTime();
        ParleyClientOptions? seen = null;
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time)
            .AddParleyClient(server.Address, (provider, o) => seen = o with { User = "ada" });
        await using var provider = services.BuildServiceProvider();

        await using var parley = provider.GetRequiredService<ParleyClient>();

        Assert.Same(time, seen!.TimeProvider);
        Assert.Same(provider.GetRequiredService<ILoggerFactory>(), seen.LoggerFactory);
    }
}
