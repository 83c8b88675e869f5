using Parley.Load.Sockets;

namespace Parley.Load.Measuring;

/// <summary>CPU time clocks.</summary>
internal static class CpuClock
{
    private const int ThisThread = 3;

    public static TimeSpan OfThisThread => Read(ThisThread)!.Value;

    /// <summary>Reads a clock; null if it does not exist.</summary>
    public static unsafe TimeSpan? Read(int clock)
    {
        Libc.TimeSpecification time;
        return Libc.ClockTime(clock, &time) == 0
            ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100))
            : null;
    }
}
