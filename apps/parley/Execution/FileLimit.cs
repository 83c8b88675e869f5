using System.Runtime.InteropServices;

namespace Parley.Command.Execution;

/// <summary>
/// How many files the process may have open. The libraries of the runtime are files, too: below a limit, they fail to load one by one, and
/// not even the reason can be printed.
/// </summary>
internal static class FileLimit
{
    private const int MinFiles = 128;
    private const int OpenFilesOnLinux = 7;
    private const int OpenFilesOnMacOS = 8;
    private const int StandardError = 2;

    /// <summary>Checks the limit, and prints what to do if it is too low. Uses nothing that would have to be loaded for it.</summary>
    public static bool IsTooLow()
    {
        var limits = default(Limits);
        if (OperatingSystem.IsWindows()
            || GetLimits(OperatingSystem.IsMacOS() ? OpenFilesOnMacOS : OpenFilesOnLinux, ref limits) != 0
            || limits.Soft >= MinFiles)
        {
            return false;
        }

        var message = "parley: too few files may be open: at least 128 are needed. Raise the limit, for example with ulimit -n 1024.\n"u8;
        _ = Write(StandardError, in MemoryMarshal.GetReference(message), (nuint)message.Length);
        return true;
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimits(int resource, ref Limits limits);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, in byte text, nuint length);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public nuint Soft;
        public nuint Hard;
    }
}
