using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>Joins, warms up, measures deliveries, and waits for every message to arrive everywhere.</summary>
internal sealed class Traffic(WorkloadOptions workload, CrowdOptions members, TrafficOptions options)
{
    public Result Run()
    {
        using var stage = new Stage(workload);
        var crowd = new Crowd(workload, members, stage);
        crowd.Join();
        var pace = options.Rate > 0 ? new Pace(options.Rate, crowd.Senders) : null;
        if (pace is null)
        {
            crowd.StartClosedLoop(options.Window);
        }

        stage.RunFor(workload.WarmUp, pace);

        var stopped = crowd.Stopped.ToList();
        stopped.ForEach(connection => connection.Pause(true));
        crowd.Latencies.Clear();
        pace?.Restart();
        stage.Meter.Start();
        var (verified, answered) = (crowd.Verified, crowd.Answered);
        stage.RunFor(workload.Seconds, pace);
        (verified, answered) = (crowd.Verified - verified, crowd.Answered - answered);
        var report = new Report(workload, stage.Meter)
        {
            Usage = stage.Meter.Stop(),
            Deliveries = members.Listens ? verified : answered,
            Latencies = crowd.Latencies.Summary(),
            PaceKept = pace?.Kept ?? 1,
        };
        report.Extra[options.AnswersName] = answered / report.Usage.Elapsed.TotalSeconds;
        stopped.ForEach(connection => connection.Pause(false));
        return report.Result(crowd.Drain());
    }
}
