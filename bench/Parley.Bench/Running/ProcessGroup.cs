using System.Runtime.InteropServices;

namespace Parley.Bench.Running;

/// <summary>
/// Children live in sessions of their own: Ctrl-C in the terminal reaches only this program, which then ends exactly what it started,
/// together with what those have started.
/// </summary>
internal static partial class ProcessGroup
{
    private const int SignalKill = 9;

    /// <summary>The program that starts another one in a session of its own, under the same process id.</summary>
    public const string Starter = "setsid";

    /// <summary>Ends a child and its descendants at once.</summary>
    public static void Kill(int leader) => _ = SendSignal(-leader, SignalKill);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
