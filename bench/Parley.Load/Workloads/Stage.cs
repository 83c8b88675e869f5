using System.Diagnostics;
using Parley.Load.Measuring;
using Parley.Load.Sockets;

namespace Parley.Load.Workloads;

/// <summary>Where a workload runs: the loop, and the meter that watches the server.</summary>
internal sealed class Stage : IDisposable
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(10);

    public Stage(WorkloadOptions options)
    {
        Loop = new EpollLoop(options.Tls);
        Meter = new Meter(options.Process, Loop);
        options.Protocol.Prepare(Loop, options.Server);
    }

    public EpollLoop Loop { get; }

    public Meter Meter { get; }

    public void Turn()
    {
        Loop.Turn(LongestTurn);
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
                Loop.Turn(pace.UntilDue(LongestTurn));
                Meter.Sample();
            }
        }
    }

    /// <summary>Goes on until it is done; gives up with what <paramref name="state"/> says.</summary>
    public void TurnUntil(Func<bool> done, double seconds, Func<string> state)
    {
        var start = Stopwatch.GetTimestamp();
        while (!done())
        {
            Turn();
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > seconds)
            {
                throw new LoadException($"Nothing happened for {seconds} s: {state()}.");
            }
        }
    }

    public void Dispose() => Loop.Dispose();
}
