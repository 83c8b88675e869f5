using Microsoft.Win32.SafeHandles;

namespace Parley.Storage.Sqlite;

/// <summary>
/// The file a <see cref="LogMark"/> is kept in. It is written after every commit and never synced: after a power cut it may be behind the log, which
/// is harmless; that a process was killed it survives.
/// </summary>
internal sealed class LogMarkFile : IDisposable
{
    private const int MarkBytes = 56;

    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[MarkBytes];

    private LogMarkFile(SafeFileHandle file) => _file = file;

    /// <summary>Opens the file and begins with a mark.</summary>
    public static LogMarkFile Create(string path, LogMark mark)
    {
        var file = new LogMarkFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite));
        try
        {
            RandomAccess.Write(file._file, mark.Write(file._buffer), 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes the place of the mark before. Where that fails the old one stays, which is still true: it only notices less.</summary>
    public void TryWrite(LogMark mark)
    {
        try
        {
            RandomAccess.Write(_file, mark.Write(_buffer), 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The log itself says what is wrong with the disk.
        }
    }

    public void Dispose() => _file.Dispose();
}
