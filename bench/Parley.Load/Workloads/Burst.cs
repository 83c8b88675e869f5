using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>One sender sends many messages at once, in rounds. A round ends when every reader has all of them.</summary>
internal sealed class Burst(WorkloadOptions workload, CrowdOptions members, int messages, int rounds)
{
    private const int WarmUpRounds = 3;
    private const double MaxRoundSeconds = 60;

    public Result Run()
    {
        using var loop = new WorkloadLoop(workload);
        var crowd = new Crowd(workload, members, loop);
        crowd.Join();
        for (var i = 0; i < WarmUpRounds; i++)
        {
            Round(crowd, loop);
        }

        crowd.Latencies.Clear();
        loop.Meter.Start();
        var verified = crowd.Verified;
        var milliseconds = Enumerable.Range(0, rounds).Select(_ => Round(crowd, loop)).Order().ToList();
        var report = new Report(workload, loop.Meter)
        {
            Usage = loop.Meter.Stop(),
            Deliveries = crowd.Verified - verified,
            Latencies = crowd.Latencies.Summary(),
        };
        report.Extra["burstMilliseconds"] = milliseconds[(rounds - 1) / 2];
        report.Extra["burstMillisecondsP99"] = milliseconds[(int)Math.Ceiling(rounds * 0.99) - 1];
        return report.Result(crowd.Drain());
    }

    private double Round(Crowd crowd, WorkloadLoop loop)
    {
        var expected = crowd.Tally.Received + ((long)messages * members.Streams);
        var start = Stopwatch.GetTimestamp();
        crowd.Senders[0].Enqueue(messages);
        loop.TurnUntil(
            () => crowd.Tally.Received >= expected,
            MaxRoundSeconds,
            () => $"{expected - crowd.Tally.Received:N0} deliveries of a burst are missing");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
