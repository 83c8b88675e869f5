using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Operations;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Operations;

public sealed class DrainTests
{
    [Fact]
    public async Task SigTerm_OpenStreams_EndWithAReason()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stream = await ChatTester.JoinAsync(server.Connect(), "stopping");
        using var stalled = RawStream.Open(server.GrpcAddress, "stopping");
        await stalled.HeadersAsync();
        var texts = Enumerable.Range(0, 50).Select(i => $"{i}{new string('x', 8_000)}").ToList();
        foreach (var text in texts)
        {
            await stream.SayAsync("ada", text);
        }

        Assert.Equal(texts, await stream.ReadTextsAsync(50));
        var stopping = System.Diagnostics.Stopwatch.StartNew();
        server.Process.Signal("TERM");
        var (_, status) = await stream.ReadToEndAsync();

        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
        Assert.Contains("shutting down", status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(5), $"Stopping took {stopping.Elapsed}.");
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task SigTerm_ReaderBehind_GetsEverything()
    {
        await using var server = await ServerProcess.StartAsync();
        using var behind = RawStream.Open(server.GrpcAddress, "behind");
        await behind.HeadersAsync();
        using var sender = await ChatTester.JoinAsync(server.Connect(), "behind");
        for (var i = 0; i < 50; i++)
        {
            await sender.SayAsync("ada", $"{i}{new string('x', 8_000)}");
        }

        await sender.ReadTextsAsync(50);
        server.Process.Signal("TERM");
        for (var i = 0; i < 50; i++)
        {
            Assert.StartsWith($"{i}x", (await behind.ReadAsync()).Text, StringComparison.Ordinal);
        }

        Assert.Equal((int)StatusCode.Unavailable, (await behind.StatusAsync()).Code);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task Stop_ByTheHostsProgram_EndsStreamsAtOnce()
    {
        // Longer than any wait of this test: a stream that reads must end before it is cut off.
        await using var server = await EmbeddedServer.StartAsync(
            parley => parley.UseMemory().Services.Configure<ParleyOptions>(options => options.DrainMilliseconds = 60_000));
        using var stream = await ChatTester.JoinAsync(server.Connect(), "embedded");
        await stream.SayAsync("ada", "one");
        Assert.Equal("one", (await stream.ReadAsync()).Text);

        var reading = stream.ReadToEndAsync();
        await server.StopAsync();

        Assert.Equal(StatusCode.Unavailable, (await reading).Status.StatusCode);
    }
}
