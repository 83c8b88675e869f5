using System.Diagnostics;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>One client joins many rooms; then what a lone message in one of them takes, against the same in a client's only room.</summary>
internal sealed class SdkRooms(WorkloadOptions workload, int rooms, int messages, int textBytes)
{
    private const int WarmUp = 100;
    private const int Turn = 50;

    public async Task<Result> RunAsync()
    {
        await using var lonely = await SdkClient.ConnectAsync(workload, "lonely");
        var one = new LoneTalk(lonely, SdkClient.NewName("sdk-one"), 1, textBytes);
        await one.JoinAsync();
        await one.TalkAsync(WarmUp);

        await using var client = await SdkClient.ConnectAsync(workload, "busy");
        var many = new LoneTalk(client, SdkClient.NewName("sdk-rooms"), rooms, textBytes);
        await using var meter = new SdkMeter(workload.Process);
        var start = Stopwatch.GetTimestamp();
        await many.JoinAsync();
        var joined = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await many.TalkAsync(WarmUp);
        one.Latencies.Clear();
        many.Latencies.Clear();

        // In turns, so that a machine that gets slower meanwhile does so for both.
        for (var said = 0; said < messages; said += Turn)
        {
            await one.TalkAsync(Turn);
            await many.TalkAsync(Turn);
        }

        var usage = meter.Stop();
        await one.LeaveAsync();
        await many.LeaveAsync();
        return Result(meter, usage, one, many, joined);
    }

    private Result Result(SdkMeter meter, Usage usage, LoneTalk one, LoneTalk many, double joined)
    {
        var (lone, each) = (one.Latencies.Summary(), many.Latencies.Summary());
        var result = SdkReport.Of(workload, meter, usage, one.Faults + many.Faults, each);
        result.Extra["joinSeconds"] = joined;
        result.Extra["joinsPerSecond"] = rooms / joined;
        result.Extra["oneRoomP50Microseconds"] = lone.P50;
        result.Extra["oneRoomP99Microseconds"] = lone.P99;
        result.Extra["latencyRatioP50"] = (double)each.P50 / lone.P50;
        result.Extra["latencyRatioP99"] = (double)each.P99 / lone.P99;
        return result;
    }
}
