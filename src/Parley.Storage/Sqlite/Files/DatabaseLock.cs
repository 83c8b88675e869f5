using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Parley.Storage.Sqlite.Files;

/// <summary>
/// Keeps other servers from a database until disposal, by whatever path they reach it, and knows whether its files are still in their
/// place. Only on 64-bit Linux: elsewhere, the lock of the directory has to do.
/// </summary>
/// <remarks>
/// It must be taken before SQLite opens the database, and disposed after SQLite has closed it: if a process closes any descriptor of a
/// file, it loses the locks that SQLite has on that file.
/// </remarks>
internal sealed class DatabaseLock : IDisposable
{
    // O_RDWR and O_CLOEXEC.
    private const int OpenFlags = 2 | 0x80000;

    // The lock belongs to the descriptor, and is on a byte far behind those that SQLite locks.
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

    private readonly string _path;
    private readonly FileIdentity? _database;
    private FileIdentity? _writeAheadLog;

    private DatabaseLock(string path, SafeFileHandle file, FileIdentity? database) => (_path, File, _database) = (path, file, database);

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

    /// <summary>Remembers the file of the write-ahead log, which SQLite has created by now.</summary>
    public void RememberWriteAheadLog() =>
        _writeAheadLog = _database is null ? null : FileIdentity.Find(_path + LogFiles.WriteAheadLogSuffix);

    /// <summary>Explains what has happened to the files; <c>null</c> while both are in their place.</summary>
    public string? FindProblem()
    {
        if (_database is null)
        {
            return null;
        }

        return Explain(_path, _database.Value)
            ?? (_writeAheadLog is { } known ? Explain(_path + LogFiles.WriteAheadLogSuffix, known) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_database is { } database)
        {
            Used.TryRemove(database, out _);
        }

        File.Dispose();
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

        // A system that has no such locks leaves it to the lock of the directory.
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
        new($"A server is using '{path}', perhaps by another path. Stop it, or choose another directory with --data.");

    private static string? Explain(string path, FileIdentity expected) => FileIdentity.Find(path) == expected ? null
        : $"'{path}' was moved, removed or replaced while the server was using it. " +
            "Put it back, or stop the server, restore a backup and start again.";

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
