using System.Diagnostics;
using Parley.Reliability.Tests.Sessions;
using Parley.Testing;

namespace Parley.Reliability.Tests.Lagging;

/// <summary>
/// A reader that stops reading while messages keep coming at a steady pace. Runs alone: it asserts memory, which a busy machine collects
/// late.
/// </summary>
[Collection(ShutdownTests.Alone)]
public sealed class LaggingTests(ITestOutputHelper output)
{
    private const string Room = "lagging";
    private const int Readers = 100;
    private const int PerSecond = 200;
    private const int TextLength = 5_120;
    private const int MaxMebibytes = 32;

    // What can be sent to a stopped reader before it lags: what the feed keeps, and what is in flight up to HTTP/2's window.
    private const int FeedCapacity = 4_194_304;
    private const int MaxInFlight = 262_144;

    private static readonly int Stop = PerSecond * (LongRun.IsWanted ? 30 : 5);
    private static readonly int WarmUp = Stop;
    private static readonly int After = PerSecond * 2;

    [Fact]
    public async Task NoWaiting_OneOf101ReadersStops_CostsLittleAndCatchesUp()
    {
        Assert.True(Stop * TextLength > FeedCapacity + MaxInFlight, "The reader would not lag.");
        await using var server = await ServerProcess.StartAsync();
        using var stopping = RawStream.Open(server.GrpcAddress, Room);
        await stopping.HeadersAsync();
        var streams = new List<ChatTester>();
        for (var i = 0; i < Readers; i++)
        {
            streams.Add(await ChatTester.JoinAsync(server.Connect(), Room));
        }

        var slow = new PacedReader(stopping.ReadAsync);
        var others = streams.ConvertAll(stream => new PacedReader(stream.ReadAsync));
        var sender = new PacedSender(streams[0], PerSecond, TextLength);
        var reading = Task.WhenAll(others.Select(reader => Task.Run(() => reader.ReadAsync(WarmUp + Stop + After))));

        long before;
        await using (var gauge = new MemoryGauge(server.Process))
        {
            await Task.WhenAll(sender.SendAsync(WarmUp), slow.ReadAsync(WarmUp));
            before = gauge.Highest;
        }

        stopping.StopReading();
        await using (var gauge = new MemoryGauge(server.Process))
        {
            await sender.SendAsync(Stop);
            stopping.ResumeReading();
            await Task.WhenAll(sender.SendAsync(After), slow.ReadAsync(WarmUp + Stop + After));
            await reading.Within("the other readers to have everything");
            var grown = (gauge.Highest - before) / 1_048_576.0;
            output.WriteLine($"{before / 1_048_576.0:F0} MiB before the stop, {grown:F1} MiB more afterwards");
            Assert.True(grown <= MaxMebibytes, $"The server grew by {grown:F1} MiB, from {before / 1_048_576.0:F0} MiB.");
        }

        // For comparison only: the speed depends on the machine.
        var (p99Before, p99During) = (P99(others, 0, WarmUp), P99(others, WarmUp, Stop));
        output.WriteLine($"p99 of the other readers: {p99Before:F1} ms before the stop, {p99During:F1} ms during it");
        streams.ForEach(stream => stream.Dispose());
    }

    private static double P99(List<PacedReader> readers, int first, int count)
    {
        var lateness = readers.SelectMany(reader => reader.Lateness.Skip(first).Take(count)).Order().ToList();
        return Stopwatch.GetElapsedTime(0, lateness[lateness.Count * 99 / 100]).TotalMilliseconds;
    }
}
