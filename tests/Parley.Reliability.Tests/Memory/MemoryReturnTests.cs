using Parley.Reliability.Tests.Sessions;
using Parley.Testing;

namespace Parley.Reliability.Tests.Memory;

/// <summary>What a burst took is given back to the system once it is over.</summary>
[Collection(ShutdownTests.Alone)]
public sealed class MemoryReturnTests
{
    private const int Rooms = 16;
    private const int PostsPerRoom = 1_000;
    private const long Mebibyte = 1 << 20;

    private static readonly string Text = new('x', 16_000);

    // The server looks every five seconds whether it is idle, and needs three looks.
    private static readonly TimeSpan TimeToReturn = TimeSpan.FromSeconds(60);

    // Otherwise the feeds of the rooms would stay for two minutes.
    private static readonly KeyValuePair<string, string?> Sleepy = new("PARLEY_ROOM__IDLE_SECONDS", "1");

    [Fact]
    public async Task Burst_Over_MemoryGoesBackToTheSystem()
    {
        await using var server = await ServerProcess.StartAsync(environment: [Sleepy]);
        var before = server.Process.ResidentBytes;

        await Task.WhenAll(Enumerable.Range(0, Rooms).Select(i => PostAsync(server, $"room-{i}")));

        var most = server.Process.ResidentBytes;
        Assert.True(most > before + 200 * Mebibyte, $"{before / Mebibyte} MiB became {most / Mebibyte} MiB: not a burst.");
        using var deadline = new CancellationTokenSource(TimeToReturn);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (server.Process.ResidentBytes > before + 128 * Mebibyte)
        {
            Assert.False(
                deadline.IsCancellationRequested,
                $"{before / Mebibyte} MiB became {most / Mebibyte} MiB, and then only {server.Process.ResidentBytes / Mebibyte} MiB.");
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task PostAsync(ServerProcess server, string room)
    {
        using var stream = await ChatTester.JoinAsync(server.Connect(), room);
        for (var i = 0; i < PostsPerRoom; i++)
        {
            await stream.SayAsync("ada", Text);
        }
    }
}
