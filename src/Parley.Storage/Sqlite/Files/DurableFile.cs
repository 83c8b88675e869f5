using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Parley.Storage.Sqlite.Files;

/// <summary>Files that a power cut leaves as they are.</summary>
internal static class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>Gives a file its final name. When this returns, its content and its name are on the disk.</summary>
    /// <exception cref="IOException">There is a file of this name, or the disk failed.</exception>
    public static void Publish(string path, string finalPath)
    {
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(path, finalPath);
        SyncDirectory(Path.GetDirectoryName(finalPath)!);
    }

    // .NET opens no directories. Windows keeps names in a journal of its own.
    private static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var directory = Open(path, ReadOnly);
        if (directory.IsInvalid)
        {
            throw new IOException($"'{path}' cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        RandomAccess.FlushToDisk(directory);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
