using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Parley.Storage.Sqlite.Files;

/// <summary>Tells a file from every other one on this machine, whatever its name. Linux only.</summary>
/// <param name="Device">The device that has the file.</param>
/// <param name="Number">The file's number on the device.</param>
/// <param name="IsRegular">False for directories, pipes, sockets and devices.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number, bool IsRegular)
{
    private const int WorkingDirectory = -100;
    private const int NoPath = 0x1000;
    private const uint BasicInformation = 0x7FF;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>The path in the form that the system takes, for a path that is looked up often.</summary>
    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes($"{path}\0");

    /// <summary>Finds the file that has a name now; <c>null</c> if there is none, or it cannot be known.</summary>
    public static FileIdentity? Find(string path) => Find(Encode(path));

    /// <summary>Finds the file that has a name now; <c>null</c> if there is none, or it cannot be known.</summary>
    /// <param name="path">See <see cref="Encode"/>.</param>
    public static FileIdentity? Find(byte[] path)
    {
        try
        {
            return GetStatus(WorkingDirectory, path, 0, BasicInformation, out var status) == 0 ? Of(status) : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }
    }

    /// <summary>The identity of an open file, which keeps it until the file is closed; <c>null</c> if it cannot be known.</summary>
    public static FileIdentity? Find(SafeFileHandle file)
    {
        try
        {
            return GetStatus(file, [0], NoPath, BasicInformation, out var status) == 0 ? Of(status) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static FileIdentity Of(in Status status) =>
        new(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Number, (status.Mode & TypeMask) == Regular);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetStatus(int directory, byte[] path, int flags, uint mask, out Status status);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetStatus(SafeFileHandle file, byte[] path, int flags, uint mask, out Status status);

    // struct statx: the kernel has the same layout on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Status
    {
        [FieldOffset(28)]
        public readonly ushort Mode;

        [FieldOffset(32)]
        public readonly ulong Number;

        [FieldOffset(136)]
        public readonly uint DeviceMajor;

        [FieldOffset(140)]
        public readonly uint DeviceMinor;
    }
}
