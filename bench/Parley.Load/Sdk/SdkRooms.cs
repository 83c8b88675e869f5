using System.Diagnostics;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>Joins many rooms with one client. Compares the latency of single messages there with that in a client's only room.</summary>
internal sealed class SdkRooms(WorkloadOptions workload, int rooms, int messages, int textBytes)
{
    private const int WarmUp = 100;
    private const int Turn = 50;

    public async Task<Result> RunAsync()
    {
        await using var oneRoomClient = await SdkClient.ConnectAsync(workload, "one-room");
        var one = new SingleMessages(oneRoomClient, SdkClient.NewName("sdk-one"), 1, textBytes);
        await one.JoinAsync();
        await one.SendAsync(WarmUp);

        await using var client = await SdkClient.ConnectAsync(workload, "busy");
        var many = new SingleMessages(client, SdkClient.NewName("sdk-rooms"), rooms, textBytes);
        await using var meter = new SdkMeter(workload.Process);
        var start = Stopwatch.GetTimestamp();
        await many.JoinAsync();
        var joined = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await many.SendAsync(WarmUp);
        one.Latencies.Clear();
        many.Latencies.Clear();

        // In turns, so that a machine that becomes slower does so for both.
        for (var sent = 0; sent < messages; sent += Turn)
        {
            await one.SendAsync(Turn);
            await many.SendAsync(Turn);
        }

        var usage = meter.Stop();
        await one.LeaveAsync();
        await many.LeaveAsync();
        return Result(meter, usage, one, many, joined);
    }

    private Result Result(SdkMeter meter, Usage usage, SingleMessages one, SingleMessages many, double joined)
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
