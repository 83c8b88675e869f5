using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>Opens streams that say nothing, measures what they cost, closes them all and opens them all at once.</summary>
internal sealed class Idle(WorkloadOptions workload, CrowdOptions members, double settleSeconds)
{
    private const double Kibibyte = 1024;

    public Result Run()
    {
        using var stage = new Stage(workload);
        var crowd = new Crowd(workload, members, stage);
        stage.Meter.Start();
        crowd.Join();
        var joining = stage.Meter.Stop();
        stage.RunFor(settleSeconds);
        var bytes = (double)(stage.Meter.BytesNow() - stage.Meter.BytesBefore);

        stage.Meter.Start();
        stage.RunFor(workload.Seconds);
        var report = new Report(workload, stage.Meter) { Usage = stage.Meter.Stop(), Deliveries = 0 };
        var ended = crowd.Tally.Ended;
        crowd.Close();
        var extra = report.Extra;
        extra["connectionsPerSecond"] = members.Connections / joining.Elapsed.TotalSeconds;
        extra["streamsPerSecond"] = members.Streams / joining.Elapsed.TotalSeconds;
        extra["joinServerCpuMicroseconds"] = joining.ServerCpu.TotalMicroseconds / members.Streams;
        extra["joinLoopBusyShare"] = joining.LoopBusyShare;
        extra["kibPerConnection"] = bytes / Kibibyte / members.Connections;
        extra["kibPerStream"] = bytes / Kibibyte / members.Streams;
        extra["idleCpuShare"] = report.Usage.ServerCpuShare;
        extra["stormSeconds"] = Storm(stage);
        return report.Result(ended);
    }

    private double Storm(Stage stage)
    {
        var crowd = new Crowd(workload, members with { Joining = int.MaxValue }, stage);
        var start = Stopwatch.GetTimestamp();
        crowd.Join();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
