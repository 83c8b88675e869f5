using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>Opens idle streams, measures their cost, closes them all and reopens them all at once.</summary>
internal sealed class Idle(WorkloadOptions workload, CrowdOptions members, double settleSeconds)
{
    private const double Kibibyte = 1024;

    public Result Run()
    {
        using var loop = new WorkloadLoop(workload);
        var crowd = new Crowd(workload, members, loop);
        loop.Meter.Start();
        crowd.Join();
        var joining = loop.Meter.Stop();
        loop.RunFor(settleSeconds);
        var bytes = (double)(loop.Meter.BytesNow() - loop.Meter.BytesBefore);

        loop.Meter.Start();
        loop.RunFor(workload.Seconds);
        var report = new Report(workload, loop.Meter) { Usage = loop.Meter.Stop(), Deliveries = 0 };
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
        extra["stormSeconds"] = Storm(loop);
        return report.Result(ended);
    }

    private double Storm(WorkloadLoop loop)
    {
        var crowd = new Crowd(workload, members with { Joining = int.MaxValue }, loop);
        var start = Stopwatch.GetTimestamp();
        crowd.Join();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
