using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>One sender sends many messages at once, again and again; a round ends when every reader has all of them.</summary>
internal sealed class Burst(WorkloadOptions workload, CrowdOptions members, int messages, int rounds)
{
    private const int WarmUpRounds = 3;
    private const double LongestRound = 60;

    public Result Run()
    {
        using var stage = new Stage(workload);
        var crowd = new Crowd(workload, members, stage);
        crowd.Join();
        for (var i = 0; i < WarmUpRounds; i++)
        {
            Round(crowd, stage);
        }

        crowd.Latencies.Clear();
        stage.Meter.Start();
        var verified = crowd.Verified;
        var milliseconds = Enumerable.Range(0, rounds).Select(_ => Round(crowd, stage)).Order().ToList();
        var report = new Report(workload, stage.Meter)
        {
            Usage = stage.Meter.Stop(),
            Deliveries = crowd.Verified - verified,
            Latencies = crowd.Latencies.Summary(),
        };
        report.Extra["burstMilliseconds"] = milliseconds[(rounds - 1) / 2];
        report.Extra["burstMillisecondsP99"] = milliseconds[(int)Math.Ceiling(rounds * 0.99) - 1];
        return report.Result(crowd.Drain());
    }

    private double Round(Crowd crowd, Stage stage)
    {
        var expected = crowd.Tally.Received + ((long)messages * members.Streams);
        var start = Stopwatch.GetTimestamp();
        crowd.Senders[0].Owe(messages);
        stage.TurnUntil(() => crowd.Tally.Received >= expected, LongestRound, () => $"{expected - crowd.Tally.Received:N0} deliveries of a burst are missing");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
