using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Client.Sessions;

/// <summary>What a client logs. Ids 3000 to 3099.</summary>
internal static partial class ClientLogMessages
{
    [LoggerMessage(3000, LogLevel.Information, "Connected to server {Server} with session {Session}")]
    public static partial void Connected(this ILogger log, string session, string server);

    [LoggerMessage(3001, LogLevel.Warning, "The session ended with {Code}: {Reason} Connecting again in {Delay}")]
    public static partial void Reconnecting(this ILogger log, ParleyCode code, string reason, TimeSpan delay);

    [LoggerMessage(3002, LogLevel.Warning, "The connection ended for good with {Code}: {Reason}")]
    public static partial void Ended(this ILogger log, ParleyCode code, string reason);

    [LoggerMessage(3003, LogLevel.Error, "The session failed because of a bug in the client")]
    public static partial void SessionFailed(this ILogger log, Exception exception);

    [LoggerMessage(3004, LogLevel.Debug, "Joined {Room} after sequence {Sequence}; its head is {Head}, resumed: {Resumed}")]
    public static partial void RoomJoined(this ILogger log, string room, long sequence, long head, bool resumed);

    [LoggerMessage(3005, LogLevel.Information, "The buffer of {Room} is full and others wait: its events will be read from the log later")]
    public static partial void RoomParked(this ILogger log, string room);

    [LoggerMessage(3006, LogLevel.Warning, "The server refused a frame for {Room} with {Code}: {Reason}")]
    public static partial void FrameRejected(this ILogger log, string room, ParleyCode code, string reason);

    [LoggerMessage(3007, LogLevel.Error, "A handler of StateChanged threw an exception")]
    public static partial void HandlerFailed(this ILogger log, Exception exception);
}
