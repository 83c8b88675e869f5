using System.Diagnostics;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Crashes;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int MostAcks = 3_000;

    private static readonly TimeSpan LongestFirstAck = TimeSpan.FromSeconds(10);

    private static int Rounds => LongRun.IsWanted ? 100 : 10;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingAcknowledged()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PARLEY_SEED"), out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        var data = new DataDirectory();
        List<RoomRecord> records = [.. Enumerable.Range(0, 4).Select(i => new RoomRecord($"crash-{i}"))];
        var reproduce = $"again with PARLEY_SEED={seed}; data in {data.Path}";
        output.WriteLine(reproduce);

        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(data: data.Path);
            var sinceListening = Stopwatch.StartNew();
            var load = new Load(server, records, round, 1 + random.Next(MostAcks));
            await load.FirstAck.Within($"the first echo of round {round}, {reproduce}");
            var firstAck = sinceListening.Elapsed;
            output.WriteLine($"round {round}: first echo {firstAck.TotalMilliseconds:F0} ms after the server listens");
            Assert.True(firstAck < LongestFirstAck, $"The first echo of round {round} took {firstAck}; {reproduce}");

            await load.Enough.Within($"the echoes of round {round}, {reproduce}");
            server.Process.Signal("KILL");
            var ends = await load.Written.Within("the writers' ends");
            Assert.DoesNotContain(ends, end => end.End.Detail.Contains("The room moved", StringComparison.Ordinal));
            await load.Read.Within("the readers' ends");
        }

        await Verdict.AssertAsync(data.Path, records, reproduce);
        output.WriteLine($"{records.Sum(record => record.Sent.Sum(sender => sender.Value.Count))} sent");
        data.Delete();
    }
}
