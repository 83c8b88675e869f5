using System.Runtime.InteropServices;

namespace Parley.Command.Output;

/// <summary>Notices that the reader of a pipe, or the terminal, has gone, even if nothing is to be written.</summary>
internal static class OutputWatch
{
    private const int StandardOutput = 1;
    private const int Interrupted = 4;
    private const int Error = 8;
    private const int HangUp = 16;
    private const int WithoutTimeout = -1;

    private static readonly Lazy<Task> Watch = new(() => OperatingSystem.IsWindows()
        ? Task.Delay(Timeout.Infinite)
        : Task.Factory.StartNew(WaitUntilGone, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Completes when nobody can read standard output any more; never if it is a file, or on Windows.</summary>
    public static Task ReaderGone => Watch.Value;

    private static void WaitUntilGone()
    {
        // No event is asked for: the system reports errors and hang-ups in any case.
        var output = new Descriptor { Number = StandardOutput };
        while (Poll(ref output, 1, WithoutTimeout) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        // A device that the system cannot watch tells nothing about its reader.
        if ((output.Found & (Error | HangUp)) == 0)
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref Descriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        public int Number;
        public short Wanted;
        public short Found;
    }
}
