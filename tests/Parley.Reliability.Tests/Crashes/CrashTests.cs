using System.Diagnostics;
using Parley.Reliability.Tests.Checking;
using Parley.Reliability.Tests.Sessions;
using Parley.Testing;

namespace Parley.Reliability.Tests.Crashes;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int MaxAcks = 3_000;

    private static readonly TimeSpan LongestFirstAck = TimeSpan.FromSeconds(10);

    private static int Rounds => LongRun.IsWanted ? 100 : 10;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingAcknowledged()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        var data = new DataDirectory();
        List<RoomRecord> records = [.. Enumerable.Range(0, 4).Select(i => new RoomRecord($"crash-{i}"))];
        var reproduce = $"reproduce with TEST_SEED={seed}; data in {data.Path}";
        output.WriteLine(reproduce);
        var sessions = records.SelectMany(
            record => Enumerable.Range(0, 4).Select(i => new ResumingSession(record, $"session-{i}", writes: i < 2))).ToList();

        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(data: data.Path);
            var sinceListening = Stopwatch.StartNew();
            var load = new Load(server, records, round, 1 + random.Next(MaxAcks));
            var running = Task.WhenAll(sessions.Select(session => session.RunAsync(server)));
            await load.FirstAck.Within($"the first echo of round {round}, {reproduce}");
            var firstAck = sinceListening.Elapsed;
            output.WriteLine($"round {round}: first echo {firstAck.TotalMilliseconds:F0} ms after the server listened");
            Assert.True(firstAck < LongestFirstAck, $"The first echo of round {round} took {firstAck}; {reproduce}");

            await load.EnoughAcks.Within($"the echoes of round {round}, {reproduce}");
            server.Process.Signal("KILL");
            var ends = await load.WritersEnded.Within("the writers' ends");
            Assert.DoesNotContain(ends, end => end.End.Detail.Contains("continued elsewhere", StringComparison.Ordinal));
            await load.ReadersEnded.Within("the readers' ends");
            await running.Within($"the sessions' ends, {reproduce}");
        }

        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            var finishing = Task.WhenAll(sessions.Select(session => session.FinishAsync(server)));
            await finishing.Within($"the sessions to have everything, {reproduce}");
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        output.WriteLine($"{sessions.Sum(session => session.Retries)} posts of sessions sent again");
        await FinalCheck.RunAsync(data.Path, records, reproduce);
        output.WriteLine($"{records.Sum(record => record.Sent.Sum(sender => sender.Value.Count))} sent");
        data.Delete();
    }
}
