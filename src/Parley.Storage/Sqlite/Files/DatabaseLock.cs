using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Parley.Storage.Sqlite.Files;

/// <summary>
/// Keeps other servers out of a database until disposal, through whatever path they reach it, and knows whether its files are still in
/// their place. Only on 64-bit Linux: elsewhere, the lock of the directory must be enough.
/// </summary>
/// <remarks>
/// It must be taken before SQLite opens the database, and disposed after SQLite has closed it: if a process closes any descriptor of a
/// file, it loses the locks that SQLite has on that file.
/// </remarks>
internal sealed class DatabaseLock : IDisposable
{
    // O_RDWR and O_CLOEXEC.
    private const int OpenFlags = 2 | 0x80000;

    // The lock belongs to the descriptor, and is on a byte far beyond those that SQLite locks.
    private const int SetLockOfDescriptor = 37;
    private const short Exclusive = 1;
    private const long LockedByte = 1L << 62;

    private const int TryAgain = 11;
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;

    // The databases that this process has locked.
    private static readonly ConcurrentDictionary<FileIdentity, bool> Used = new();

    private readonly WatchedFile? _database;
    private readonly FileIdentity? _used;
    private readonly string _path;
    private WatchedFile? _writeAheadLog;

    private DatabaseLock(string path, SafeFileHandle file, FileIdentity? used)
    {
        (_path, File, _used) = (path, file, used);

        // Some file systems number a file anew when it is opened for writing, but never while it is open.
        _database = used is not null && FileIdentity.Find(file) is { } identity ? new WatchedFile(path, identity) : null;
    }

    /// <summary>The database, for syncing it.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Creates a database, if there is none, and locks it.</summary>
    /// <exception cref="LogOpenException">A server is using it, or it cannot be opened.</exception>
    public static DatabaseLock Take(string path)
    {
        try
        {
            if (!Path.Exists(path))
            {
                PrivateFile.Open(path, FileMode.CreateNew).Dispose();
            }

            return OperatingSystem.IsLinux() && Environment.Is64BitProcess
                ? TakeOnLinux(path)
                : new DatabaseLock(path, System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogOpenException($"'{path}' cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Watches over the write-ahead log too, which SQLite has created by now.</summary>
    public void WatchWriteAheadLog()
    {
        var path = _path + LogFiles.WriteAheadLogSuffix;
        _writeAheadLog = _database is not null && FileIdentity.Find(path) is { } identity ? new WatchedFile(path, identity) : null;
    }

    /// <summary>Explains what has happened to the files; <c>null</c> while both are in their place.</summary>
    public string? FindProblem() => _database?.FindProblem() ?? _writeAheadLog?.FindProblem();

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Dispose();
        if (_used is { } used)
        {
            Used.TryRemove(used, out _);
        }
    }

    private static DatabaseLock TakeOnLinux(string path)
    {
        // Before it is opened: closing it again would give up the locks of a log that this process has open.
        var identity = FileIdentity.Find(path);
        if (identity is { } found && !Used.TryAdd(found, true))
        {
            throw InUse(path);
        }

        var file = Open(path, OpenFlags);
        try
        {
            if (file.IsInvalid)
            {
                throw new LogOpenException($"'{path}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
            }

            Lock(file, path);
            return new DatabaseLock(path, file, identity);
        }
        catch
        {
            file.Dispose();
            _ = identity is { } mine && Used.TryRemove(mine, out _);
            throw;
        }
    }

    private static void Lock(SafeFileHandle file, string path)
    {
        var range = new LockedRange { Type = Exclusive, Start = LockedByte, Length = 1 };
        if (Control(file, SetLockOfDescriptor, ref range) == 0)
        {
            return;
        }

        // On a system without such locks, the lock of the directory must be enough.
        switch (Marshal.GetLastPInvokeError())
        {
            case TryAgain or AccessDenied:
                throw InUse(path);
            case InvalidArgument or NotImplemented or NotSupported:
                return;
            default:
                throw new LogOpenException($"'{path}' cannot be locked: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    private static LogOpenException InUse(string path) =>
        new($"A server is using '{path}', perhaps through another path. Stop it, or choose another directory with --data.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, ref LockedRange range);

    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct LockedRange
    {
        [FieldOffset(0)]
        public short Type;

        [FieldOffset(8)]
        public long Start;

        [FieldOffset(16)]
        public long Length;
    }
}
