using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley.Load.Measuring;

/// <summary>What a process has used.</summary>
/// <param name="Cpu">CPU time of all its threads, user and system, also of those that ended.</param>
/// <param name="ResidentBytes">Memory it holds.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes)
{
    public static ProcessUsage Of(int process) => new(CpuOf(process), ResidentBytesOf(process));

    public static long ResidentBytesOf(int process)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (IOException)
        {
            throw Gone(process);
        }
    }

    /// <summary>The clock of another process, as clock_getcpuclockid(3) makes it: exact, where /proc counts in steps of 10 ms.</summary>
    private static TimeSpan CpuOf(int process) => CpuClock.Read((~process << 3) | 2) ?? throw Gone(process);

    private static LoadException Gone(int process) =>
        new($"The server's process {process} is not there: {Marshal.GetLastPInvokeErrorMessage()}");
}
