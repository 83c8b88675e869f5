using System.Diagnostics;
using Parley.Load.Measuring;
using Parley.Load.Sockets;

namespace Parley.Load.Workloads;

/// <summary>The loop a workload runs on, and the meter that measures the server.</summary>
internal sealed class WorkloadLoop : IDisposable
{
    private static readonly TimeSpan MaxTurn = TimeSpan.FromMilliseconds(10);

    public WorkloadLoop(WorkloadOptions options)
    {
        Epoll = new EpollLoop(options.Tls);
        Meter = new Meter(options.Process, Epoll);
        options.Protocol.Prepare(Epoll, options.Server);
    }

    public EpollLoop Epoll { get; }

    public Meter Meter { get; }

    public void Turn()
    {
        Epoll.Turn(MaxTurn);
        Meter.Sample();
    }

    public void RunFor(double seconds, Pace? pace = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            if (pace is null)
            {
                Turn();
            }
            else
            {
                pace.SendDue();
                Epoll.Turn(pace.UntilDue(MaxTurn));
                Meter.Sample();
            }
        }
    }

    /// <summary>Turns until <paramref name="done"/>. After too long it throws, with <paramref name="state"/> in the message.</summary>
    public void TurnUntil(Func<bool> done, double seconds, Func<string> state)
    {
        var start = Stopwatch.GetTimestamp();
        while (!done())
        {
            Turn();
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > seconds)
            {
                throw new LoadException($"Timed out after {seconds} s: {state()}.");
            }
        }
    }

    public void Dispose() => Epoll.Dispose();
}
