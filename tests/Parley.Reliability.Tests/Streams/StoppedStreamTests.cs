using Parley.Reliability.Tests.Lagging;
using Parley.Reliability.Tests.Sessions;
using Parley.Testing;

namespace Parley.Reliability.Tests.Streams;

/// <summary>Streams over HTTP whose clients read nothing. Runs alone: it asserts memory, which a busy machine collects late.</summary>
[Collection(ShutdownTests.Alone)]
public sealed class StoppedStreamTests(ITestOutputHelper output)
{
    private const string Room = "stopped";
    private const int Streams = 100;
    private const int Events = 1_000;
    private const int WarmUp = 500;
    private const int TextLength = 16_000;
    private const int MaxMebibytes = 128;

    // 16 MiB, so that what is held is measured, not how long the collector puts off its work.
    private static readonly KeyValuePair<string, string?> SmallGarbage = new("DOTNET_GCgen0size", "0x1000000");

    [Fact]
    public async Task NoUnboundedMemory_StreamsThatAreNotRead_CostLittle()
    {
        await using var server = await ServerProcess.StartAsync(environment: [SmallGarbage]);
        using var http = new HttpTester(server.WebAddress);
        using var reading = await http.StreamAsync(Room);
        await reading.NextAsync("joined");
        await TalkAsync("before", WarmUp);
        long before;
        await using (var gauge = new MemoryGauge(server.Process))
        {
            await TalkAsync("measured", WarmUp);
            before = gauge.Highest;
        }

        var stopped = new List<EventStreamTester>();
        for (var i = 0; i < Streams; i++)
        {
            stopped.Add(await http.StreamAsync(Room));
        }

        await using (var gauge = new MemoryGauge(server.Process))
        {
            await TalkAsync("stopped", Events);
            var grown = (gauge.Highest - before) / 1_048_576.0;
            output.WriteLine($"{before / 1_048_576.0:F0} MiB before, {grown:F1} MiB more with {Streams} streams that nobody reads");
            Assert.True(grown <= MaxMebibytes, $"The server grew by {grown:F1} MiB, from {before / 1_048_576.0:F0} MiB.");
        }

        // They have missed nothing.
        for (var i = 0; i < 3; i++)
        {
            await stopped[i].NextAsync("joined");
            for (var sequence = (2 * WarmUp) + 1; sequence <= (2 * WarmUp) + Events; sequence++)
            {
                Assert.Equal(sequence, (await stopped[i].NextAsync("message")).Sequence);
            }
        }

        stopped.ForEach(stream => stream.Dispose());

        async Task TalkAsync(string command, int events)
        {
            for (var i = 0; i < events; i++)
            {
                await http.SayAsync(Room, $"{command} {i}", new string('x', TextLength));
                await reading.NextAsync("message");
            }
        }
    }
}
