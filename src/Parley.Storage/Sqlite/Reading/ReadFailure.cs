using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>Turns what stopped a read into what the engine knows.</summary>
internal static class ReadFailure
{
    public static RoomLogException Of(Exception exception) => exception is DamagedEventException
        ? new RoomLogException(RoomLogFailure.Damaged, exception.Message, exception)
        : new RoomLogException(RoomLogFailure.Unavailable, $"The log cannot be read: {exception.Message}", exception);
}
