using System.Diagnostics;

namespace Parley.Load.Workloads;

/// <summary>Fills a new room by posting.</summary>
internal sealed class RoomFiller(WorkloadOptions workload, string room, int events, int textBytes)
{
    private const int Window = 4_000;
    private const double MaxSilenceSeconds = 30;

    public (long Faults, double Seconds) Fill(WorkloadLoop loop)
    {
        var members = new CrowdOptions { Connections = 1, Streams = 1, Senders = 1, RoomName = room, TextBytes = textBytes };
        var crowd = new Crowd(workload, members, loop);
        crowd.Join();
        var start = Stopwatch.GetTimestamp();
        var sender = crowd.Senders[0];
        sender.Max = events;
        crowd.StartClosedLoop(Window);
        while (sender.Answered < events)
        {
            var answered = sender.Answered;
            loop.TurnUntil(() => sender.Answered > answered, MaxSilenceSeconds, () => $"{answered:N0} of {events:N0} events were posted");
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var faults = crowd.Drain();
        crowd.Close();
        return (faults, seconds);
    }
}
