using System.Globalization;

namespace Parley.Load.Measuring;

/// <summary>What a process has used, from <c>/proc</c>.</summary>
/// <param name="Cpu">CPU time, user and system.</param>
/// <param name="ResidentBytes">Memory it holds.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes)
{
    private const int TicksPerSecond = 100;

    public static ProcessUsage Of(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var pages = long.Parse(fields[21], CultureInfo.InvariantCulture);
        return new(TimeSpan.FromSeconds((double)ticks / TicksPerSecond), pages * Environment.SystemPageSize);
    }
}
