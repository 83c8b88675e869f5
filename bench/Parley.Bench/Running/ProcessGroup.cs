using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley.Bench.Running;

/// <summary>
/// Children run in their own process sessions: Ctrl-C in the terminal reaches only this program, which then ends exactly what it started,
/// including what its children started.
/// </summary>
internal static partial class ProcessGroup
{
    /// <summary>The program that starts another one in a new process session, with the same process id.</summary>
    public const string Starter = "setsid";

    private const int SignalKill = 9;
    private const int StateField = 0;
    private const int SessionField = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends a child and its descendants, and waits until all are gone, so that the next run has the machine to itself.</summary>
    public static async Task EndAsync(int leader)
    {
        _ = SendSignal(-leader, SignalKill);
        while (Members(leader).Any())
        {
            await Task.Delay(Pause);
        }
    }

    /// <summary>The processes in a process session.</summary>
    public static IEnumerable<int> Members(int session) => Directory.EnumerateDirectories("/proc")
        .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var process) ? process : 0)
        .Where(process => process > 0 && IsMember(process, session));

    private static bool IsMember(int process, int session)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[SessionField], CultureInfo.InvariantCulture) == session && fields[StateField] is not ("Z" or "X");
        }
        catch (IOException)
        {
            // It has ended in the meantime.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
