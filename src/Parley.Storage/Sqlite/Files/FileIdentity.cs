using System.Runtime.InteropServices;

namespace Parley.Storage.Sqlite.Files;

/// <summary>Tells a file from every other one on this machine, whatever its name. Linux only.</summary>
/// <param name="Device">The device that has the file.</param>
/// <param name="Number">The file's number on the device.</param>
/// <param name="IsRegular">False for directories, pipes, sockets and devices.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number, bool IsRegular)
{
    private const int WorkingDirectory = -100;
    private const uint BasicInformation = 0x7FF;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Finds the file that has a name now; <c>null</c> if there is none, or it cannot be known.</summary>
    public static FileIdentity? Find(string path) => GetStatus(WorkingDirectory, path, 0, BasicInformation, out var status) == 0
        ? new(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Number, (status.Mode & TypeMask) == Regular)
        : null;

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetStatus(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Status status);

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
