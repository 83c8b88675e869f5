using Microsoft.Win32.SafeHandles;

namespace Parley.Command.Execution;

/// <summary>Says why standard output cannot be written.</summary>
internal static class OutputFailure
{
    private const int UnixStandardOutput = 1;
    private const int InputOutputError = 5;

    /// <summary>The error codes for a pipe that was closed by its reader: EPIPE, ERROR_BROKEN_PIPE, ERROR_NO_DATA.</summary>
    private static readonly int[] ClosedPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>True if nobody can read the output any more: the reader of a pipe has closed it, or the terminal has gone.</summary>
    public static bool IsReaderGone(Exception exception) =>
        ClosedPipe.Contains(exception.HResult) || (exception.HResult == InputOutputError && !IsFile());

    /// <summary>Explains the failure in one line.</summary>
    public static string Explain(Exception exception) => $"The output cannot be written: {exception.Message}";

    /// <summary>Standard output as a stream that reports every error, unless it is a file.</summary>
    /// <returns><c>null</c> if it is a file, or on Windows.</returns>
    public static FileStream? TryOpenPipe()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var stream = new FileStream(new SafeFileHandle(UnixStandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? null : stream;
    }

    // What fails in a file is the disk. A terminal that has gone cannot be recognized by anything but what it is not.
    private static bool IsFile() => TryOpenPipe() is null;
}
