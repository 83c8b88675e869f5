using Microsoft.Win32.SafeHandles;

namespace Parley.Storage.Sqlite.Files;

/// <summary>
/// The file that keeps a <see cref="LogMark"/>. It is written after every commit and never synced: it survives the end of the process.
/// After a power cut it may be behind the log, which is harmless.
/// </summary>
internal sealed class LogMarkFile : IDisposable
{
    private const int MarkBytes = 56;

    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[MarkBytes];

    private LogMarkFile(SafeFileHandle file) => _file = file;

    /// <summary>Opens the file and writes the first mark.</summary>
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

    /// <summary>Overwrites the mark. If that fails, the previous one remains: it is still true, but detects fewer lost commits.</summary>
    public void TryWrite(LogMark mark)
    {
        try
        {
            RandomAccess.Write(_file, mark.Write(_buffer), 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The log itself reports what is wrong with the disk.
        }
    }

    public void Dispose() => _file.Dispose();
}
