using System.Globalization;

namespace Parley.Load.Measuring;

/// <summary>The idle time of all processors since the machine started, not counting the time spent waiting for disks.</summary>
internal static class MachineIdle
{
    private const int TicksPerSecond = 100;
    private const int IdleField = 4;

    public static TimeSpan Read()
    {
        using var reader = new StreamReader("/proc/stat");
        var fields = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromSeconds(double.Parse(fields[IdleField], CultureInfo.InvariantCulture) / TicksPerSecond);
    }
}
