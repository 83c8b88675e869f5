using System.Diagnostics;
using System.Globalization;
using Parley.Load.Measuring;
using Parley.Load.Protocols;
using Parley.Load.Sockets;

namespace Parley.Load.Workloads;

/// <summary>Fills a new room by posting, then measures how fast new streams receive all of it, each on a connection of its own.</summary>
internal sealed class Replay(WorkloadOptions workload, ReplayOptions options)
{
    private const double MaxSilenceSeconds = 30;

    private readonly string _room = options.Room ?? string.Create(
        CultureInfo.InvariantCulture, $"replay-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}");

    public Result Run()
    {
        using var loop = new WorkloadLoop(workload);
        var (faults, fillSeconds) = options.IsFilled
            ? default
            : new RoomFiller(workload, _room, options.Events, options.TextBytes).Fill(loop);

        OpenFiles.Allow(options.Readers);
        loop.Meter.RestartMemory();
        loop.Meter.Start();
        var verified = 0L;
        for (var i = 0; i < options.Rounds; i++)
        {
            verified += Read(loop, ref faults);
        }

        var report = new Report(workload, loop.Meter) { Usage = loop.Meter.Stop(), Deliveries = verified };
        report.Extra["eventsPerSecond"] = verified / report.Usage.Elapsed.TotalSeconds;
        report.Extra["replaySeconds"] = report.Usage.Elapsed.TotalSeconds / options.Rounds;
        report.Extra["fillPostsPerSecond"] = options.IsFilled ? 0 : options.Events / fillSeconds;
        report.Extra["serverMebibytesAfter"] = loop.Meter.BytesNow() / 1024.0 / 1024;
        return report.Result(faults);
    }

    /// <summary>All readers read the room once. Returns how many events they verified.</summary>
    private long Read(WorkloadLoop loop, ref long faults)
    {
        var tally = new Tally();
        var readers = new List<ChatReader>();
        var connections = new List<IChatConnection>();
        for (var i = 0; i < options.Readers; i++)
        {
            readers.Add(new ChatReader(0, 1, 1, null));
            connections.Add(workload.Protocol.Connect(loop.Epoll, workload.Server));
            connections[i].Join(new JoinRequest(_room, "reader", options.Events), new Member(tally, readers[i]));
        }

        var all = (long)options.Events * options.Readers;
        for (var received = -1L; tally.Received < all && tally.Received > received && tally.Ended == 0;)
        {
            received = tally.Received;
            loop.TurnUntil(
                () => tally.Received > received || tally.Ended > 0,
                MaxSilenceSeconds,
                () => $"{received:N0} of {all:N0} events arrived");
        }

        faults += tally.Ended + readers.Sum(reader => reader.FaultsAfter([options.Events]));
        connections.ForEach(connection => connection.Close());
        return readers.Sum(reader => reader.Verified);
    }
}
