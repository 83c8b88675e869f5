using Parley.Client;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>One client reads a room from its beginning. Another reads it first, so that both sides are compiled.</summary>
internal sealed class SdkReplay(WorkloadOptions workload, int events, int textBytes)
{
    private static readonly TimeSpan MaxReadTime = TimeSpan.FromSeconds(60);

    private readonly string _room = SdkClient.NewName("sdk-replay");
    private long _read;
    private long _faults;

    public async Task<Result> RunAsync()
    {
        // The generator's own connections must not disturb the client in this process.
        var (faults, fillSeconds) = Fill();
        GC.Collect();

        using var timeout = new CancellationTokenSource(MaxReadTime);
        try
        {
            await ReadAsync("first-reader", timeout.Token);
            GC.Collect();
            await using var meter = new SdkMeter(workload.Process);
            await ReadAsync("reader", timeout.Token);
            return Result(meter, meter.Stop(), faults, fillSeconds);
        }
        catch (OperationCanceledException)
        {
            throw new LoadException($"{_read:N0} of {events:N0} events were read in {MaxReadTime.TotalSeconds:F0} s.");
        }
    }

    private Result Result(SdkMeter meter, Usage usage, long faults, double fillSeconds)
    {
        var result = SdkReport.Of(workload, meter, usage, faults + _faults) with
        {
            DeliveriesPerSecond = events / usage.Elapsed.TotalSeconds,
            ServerCpuMicrosecondsPerDelivery = usage.ServerCpu.TotalMicroseconds / events,
        };
        result.Extra["eventsPerSecond"] = events / usage.Elapsed.TotalSeconds;
        result.Extra["eventsPerClientCpuSecond"] = events / meter.ClientCpu.TotalSeconds;
        result.Extra["clientCpuMicrosecondsPerEvent"] = meter.ClientCpu.TotalMicroseconds / events;
        result.Extra["fillPostsPerSecond"] = events / fillSeconds;
        return result;
    }

    private (long Faults, double Seconds) Fill()
    {
        using var loop = new WorkloadLoop(workload);
        return new RoomFiller(workload, _room, events, textBytes).Fill(loop);
    }

    private async Task ReadAsync(string user, CancellationToken cancellationToken)
    {
        await using var client = await SdkClient.ConnectAsync(workload, user);
        var room = await client.JoinAsync(_room, From.Beginning, cancellationToken);
        _read = 0;
        await foreach (var item in room.ReadAllAsync(cancellationToken))
        {
            if (item is not MessageEvent message || message.Sequence != ++_read || message.Text.Length != textBytes)
            {
                _faults++;
            }

            if (_read >= events)
            {
                return;
            }
        }
    }
}
