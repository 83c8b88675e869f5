using System.Runtime.InteropServices;

namespace Parley.Command.Execution;

/// <summary>
/// Which of standard input (0), output (1) and error (2) the process was given. If one was closed, its number may belong to something of
/// the runtime by now, such as a pipe: reading from it would never end, and writing to it could break anything.
/// </summary>
internal static class StandardDescriptors
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Makes the console ignore errors that nobody can see, and fail if it is to print to a closed output.</summary>
    public static void Protect()
    {
        if (!IsGiven(1))
        {
            Console.SetOut(new ClosedWriter());
        }

        if (!IsGiven(2))
        {
            Console.SetError(TextWriter.Null);
        }
    }

    /// <summary>True if the process was started with the descriptor.</summary>
    public static bool IsGiven(int descriptor)
    {
        // The runtime opens its own so that no child gets them. Those that came from a parent cannot have this flag.
        return OperatingSystem.IsWindows() || Control(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);
}
