using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Operations;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

public sealed class EmbeddedServerTests
{
    [Fact]
    public async Task Stop_ByItsOwnProgram_EndsStreamsWithUnavailableAtOnce()
    {
        // Longer than this test waits for anything: a stream that reads must not have to be cut off.
        await using var server = await EmbeddedServer.StartAsync(
            parley => parley.UseMemory().Services.Configure<ParleyOptions>(options => options.DrainMilliseconds = 60_000));
        using var stream = await ChatTester.JoinAsync(server.Connect(), "embedded");
        await stream.SayAsync("ada", "one");
        Assert.Equal("one", (await stream.HearAsync()).Text);

        var hearing = stream.HearAllAsync();
        await server.StopAsync();

        Assert.Equal(StatusCode.Unavailable, (await hearing).Status.StatusCode);
    }
}
