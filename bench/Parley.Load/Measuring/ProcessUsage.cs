using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley.Load.Measuring;

/// <summary>The resources a process has used.</summary>
/// <param name="Cpu">User and system CPU time of all its threads, including those that have ended.</param>
/// <param name="ResidentBytes">Its resident memory.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes)
{
    public static ProcessUsage Of(int process) => new(CpuOf(process), ResidentBytesOf(process));

    public static long ResidentBytesOf(int process)
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{process}/statm").Split(' ')[1];
            return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (IOException)
        {
            throw Gone(process);
        }
    }

    /// <summary>Reads the CPU clock as clock_getcpuclockid(3) does. It is exact; /proc counts in steps of 10 ms.</summary>
    private static TimeSpan CpuOf(int process) => CpuClock.Read((~process << 3) | 2) ?? throw Gone(process);

    private static LoadException Gone(int process) =>
        new($"The server's process {process} does not exist: {Marshal.GetLastPInvokeErrorMessage()}");
}
