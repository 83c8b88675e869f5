using Parley.Client;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>One client reads a room from its beginning. The first tenth warms it up and is not measured.</summary>
internal sealed class SdkReplay(WorkloadOptions workload, int events, int textBytes)
{
    private const int WarmUpPart = 10;

    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(60);

    private readonly string _room = SdkClient.NewName("sdk-replay");
    private long _read;
    private long _faults;

    public async Task<Result> RunAsync()
    {
        // Without the generator's own clients in this process's way.
        var (faults, fillSeconds) = Fill();
        GC.Collect();

        await using var client = await SdkClient.ConnectAsync(workload, "reader");
        using var patience = new CancellationTokenSource(LongestRead);
        try
        {
            var room = await client.JoinAsync(_room, From.Beginning, patience.Token);
            await using var items = room.ReadAllAsync(patience.Token).GetAsyncEnumerator(patience.Token);
            await ReadAsync(items, events / WarmUpPart);
            await using var meter = new SdkMeter(workload.Process);
            var before = _read;
            await ReadAsync(items, events);
            return Result(meter, meter.Stop(), faults, _read - before, fillSeconds);
        }
        catch (OperationCanceledException)
        {
            throw new LoadException($"{_read:N0} of {events:N0} events were read in {LongestRead.TotalSeconds:F0} s.");
        }
    }

    private Result Result(SdkMeter meter, Usage usage, long faults, long measured, double fillSeconds)
    {
        var result = SdkReport.Of(workload, meter, usage, faults + _faults + (events - _read)) with
        {
            DeliveriesPerSecond = measured / usage.Elapsed.TotalSeconds,
            ServerCpuMicrosecondsPerDelivery = usage.ServerCpu.TotalMicroseconds / measured,
        };
        result.Extra["eventsPerSecond"] = measured / usage.Elapsed.TotalSeconds;
        result.Extra["eventsPerClientCpuSecond"] = measured / meter.ClientCpu.TotalSeconds;
        result.Extra["clientCpuMicrosecondsPerEvent"] = meter.ClientCpu.TotalMicroseconds / measured;
        result.Extra["fillPostsPerSecond"] = events / fillSeconds;
        return result;
    }

    private (long Faults, double Seconds) Fill()
    {
        using var stage = new Stage(workload);
        return new RoomFiller(workload, _room, events, textBytes).Fill(stage);
    }

    private async Task ReadAsync(IAsyncEnumerator<RoomItem> items, int upTo)
    {
        while (_read < upTo && await items.MoveNextAsync())
        {
            if (items.Current is not MessageEvent message || message.Sequence != ++_read || message.Text.Length != textBytes)
            {
                _faults++;
            }
        }
    }
}
