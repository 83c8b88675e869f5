namespace Parley.Storage.Sqlite.Files;

/// <summary>Space on the log's disk that posts do not use.</summary>
/// <param name="bytes">How much; 0 for none.</param>
/// <param name="readFree">Reads how many bytes are free; <c>null</c> if that is unknown.</param>
internal sealed class DiskReserve(long bytes, Func<long?> readFree)
{
    /// <summary>No reserve.</summary>
    public static DiskReserve None { get; } = new(0, () => null);

    /// <summary>A reserve on the disk of a directory that exists.</summary>
    public static DiskReserve Of(string directory, long bytes)
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(directory));
            return new DiskReserve(bytes, () => ReadFree(disk));
        }
        catch (ArgumentException)
        {
            // A share on Windows, which has no drive.
            return None;
        }
    }

    /// <summary>Why nothing can be posted, for the operator; <c>null</c> if enough is free.</summary>
    public string? FindProblem() => bytes > 0 && readFree() is { } free && free < bytes
        ? $"The disk has only {free >> 20} MiB free, but {(bytes + (1 << 20) - 1) >> 20} MiB must stay free (Storage:ReserveBytes). " +
          "Free some space."
        : null;

    private static long? ReadFree(DriveInfo disk)
    {
        try
        {
            return disk.AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
