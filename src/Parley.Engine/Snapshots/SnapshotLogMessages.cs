using Microsoft.Extensions.Logging;

namespace Parley.Engine.Snapshots;

internal static partial class SnapshotLogMessages
{
    [LoggerMessage(2100, LogLevel.Warning, "The snapshot of room {Room} cannot be read. Its state is computed from the log instead")]
    public static partial void Unreadable(ILogger logger, string room, Exception? exception);

    [LoggerMessage(2101, LogLevel.Warning, "A snapshot of room {Room} cannot be saved. Opening the room takes longer until one can be")]
    public static partial void NotSaved(ILogger logger, string room, Exception exception);

    [LoggerMessage(2102, LogLevel.Warning, "The state of room {Room} has {Bytes} bytes, but a snapshot has at most {MaxBytes}")]
    public static partial void TooLarge(ILogger logger, string room, int bytes, int maxBytes);
}
