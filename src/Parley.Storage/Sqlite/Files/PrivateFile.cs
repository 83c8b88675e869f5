namespace Parley.Storage.Sqlite.Files;

/// <summary>Files and directories that only their owner may read: they hold what users wrote.</summary>
internal static class PrivateFile
{
    private const int BlockedOnLinux = 11;
    private const int BlockedOnMacOS = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Creates a directory, if it is missing.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>True if a file could not be opened because somebody else has it open.</summary>
    public static bool IsInUse(IOException exception) => exception.HResult is BlockedOnLinux or BlockedOnMacOS or SharingViolation;

    /// <summary>False if there is a file that this user is not allowed to read.</summary>
    public static bool IsReadable(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Opens a file that nobody else has open; a new one is readable and writable by its owner only.</summary>
    public static FileStream Open(string path, FileMode mode, FileOptions fileOptions = FileOptions.None)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = fileOptions,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
