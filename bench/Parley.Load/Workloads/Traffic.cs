using Parley.Load.Measuring;
using Parley.Load.Sampling;

namespace Parley.Load.Workloads;

/// <summary>Joins, warms up, measures deliveries, and waits until every message has reached every reader.</summary>
internal sealed class Traffic(WorkloadOptions workload, CrowdOptions members, TrafficOptions options)
{
    public Result Run()
    {
        using var loop = new WorkloadLoop(workload);
        var crowd = new Crowd(workload, members, loop);
        crowd.Join();
        using var sample = options.Sample > 0 ? new SampleProcess(Sampled(), loop) : null;
        var pace = options.Rate > 0 ? new Pace(options.Rate, crowd.Senders) : null;
        if (pace is null)
        {
            crowd.StartClosedLoop(options.Window);
        }

        loop.RunFor(workload.WarmUp, pace);

        var stopped = crowd.Stopped.ToList();
        stopped.ForEach(connection => connection.Pause(true));
        var report = Measure(loop, crowd, pace, sample);
        stopped.ForEach(connection => connection.Pause(false));
        var faults = crowd.Drain();
        return report.Result(faults + (sample is null ? 0 : AddSample(report, sample.Report(crowd.Senders.Select(sender => sender.Sent)))));
    }

    private Report Measure(WorkloadLoop loop, Crowd crowd, Pace? pace, SampleProcess? sample)
    {
        crowd.Latencies.Clear();
        pace?.Restart();
        sample?.Measure();
        loop.Meter.Start();
        var (verified, answered) = (crowd.Verified, crowd.Answered);
        loop.RunFor(workload.Seconds, pace);
        (verified, answered) = (crowd.Verified - verified, crowd.Answered - answered);
        var report = new Report(workload, loop.Meter)
        {
            Usage = loop.Meter.Stop(),
            Deliveries = members.IsReader ? verified : answered,
            Latencies = crowd.Latencies.Summary(),
            PaceKept = pace?.Kept ?? 1,
        };
        sample?.Stop();
        report.Extra[options.AnswersName] = answered / report.Usage.Elapsed.TotalSeconds;
        report.Extra["serverCpuMicrosecondsPerPost"] = answered == 0 ? 0 : report.Usage.ServerCpu.TotalMicroseconds / answered;
        if (options.HasMax)
        {
            report.Extra["maxMicroseconds"] = crowd.Latencies.Percentile(1);
        }

        return report;
    }

    private SampleOptions Sampled() => new()
    {
        Server = workload.Server,
        Tls = workload.Tls,
        Readers = options.Sample,
        RoomName = members.RoomName,
        Rooms = members.Rooms,
        Senders = members.Senders,
    };

    /// <summary>The sampled readers' deliveries count as well.</summary>
    private static long AddSample(Report report, SampleReport sample)
    {
        report.Deliveries += sample.Verified;
        report.Extra["sampleDeliveriesPerSecond"] = sample.Verified / report.Usage.Elapsed.TotalSeconds;
        report.Extra["sampleP50Microseconds"] = sample.Latencies.P50;
        report.Extra["sampleP99Microseconds"] = sample.Latencies.P99;
        report.Extra["sampleP999Microseconds"] = sample.Latencies.P999;
        report.Extra["sampleCpuShare"] = sample.Cpu / report.Usage.Elapsed;
        return sample.Faults;
    }
}
