using System.Diagnostics;
using System.Globalization;
using Parley.Load.Measuring;
using Parley.Load.Protocols;

namespace Parley.Load.Workloads;

/// <summary>Fills a new room by posting, then measures how fast one new stream receives all of it.</summary>
internal sealed class Replay(WorkloadOptions workload, int events, int textBytes)
{
    private const double MaxSilenceSeconds = 30;

    private readonly string _room = string.Create(
        CultureInfo.InvariantCulture, $"replay-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}");

    public Result Run()
    {
        using var loop = new WorkloadLoop(workload);
        var (faults, fillSeconds) = new RoomFiller(workload, _room, events, textBytes).Fill(loop);

        loop.Meter.RestartMemory();
        loop.Meter.Start();
        var tally = new Tally();
        var reader = new ChatReader(0, 1, 1, null);
        var connection = workload.Protocol.Connect(loop.Epoll, workload.Server);
        connection.Join(new JoinRequest(_room, "reader", events), new Member(tally, reader));
        var received = -1L;
        while (tally.Received < events && tally.Received > received && tally.Ended == 0)
        {
            received = tally.Received;
            loop.TurnUntil(
                () => tally.Received > received || tally.Ended > 0,
                MaxSilenceSeconds,
                () => $"{received:N0} of {events:N0} events arrived");
        }

        var report = new Report(workload, loop.Meter) { Usage = loop.Meter.Stop(), Deliveries = reader.Verified };
        report.Extra["eventsPerSecond"] = reader.Verified / report.Usage.Elapsed.TotalSeconds;
        report.Extra["replaySeconds"] = report.Usage.Elapsed.TotalSeconds;
        report.Extra["fillPostsPerSecond"] = events / fillSeconds;
        report.Extra["serverMebibytesAfter"] = loop.Meter.BytesNow() / 1024.0 / 1024;
        return report.Result(faults + reader.FaultsAfter([events]) + tally.Ended);
    }
}
