using System.Runtime.InteropServices;

namespace Parley.Load.Sockets;

/// <summary>The few system calls of an epoll loop; .NET's sockets cost more per readiness event than this tool may spend.</summary>
internal static unsafe partial class Libc
{
    public const uint EpollIn = 1;
    public const uint EpollOut = 4;
    public const int EpollAdd = 1;
    public const int EpollModify = 3;
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;
    public const int TryAgain = 11;
    public const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, EpollEvent* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, EpollEvent* events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct EpollEvent
    {
        public uint Events;
        public long Data;
    }
}
