using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Server.Refusals;

/// <summary>The refusal of a reader whose room's log could not be read.</summary>
internal static class ReaderRefusal
{
    /// <summary>The code and the reason for the reader. What the operator should know is logged.</summary>
    public static Rejection Of(RoomLogException exception, ILogger logger)
    {
        switch (exception.Failure)
        {
            case RoomLogFailure.BelowFloor:
                return new Rejection(ParleyCode.BelowFloor, RefusalReasons.BelowFloor);
            case RoomLogFailure.Damaged:
                RefusalLogMessages.EventDamaged(logger, exception.Message);
                return new Rejection(ParleyCode.Damaged, RefusalReasons.EventDamaged);
            default:
                RefusalLogMessages.ReadFailed(logger, exception);
                return new Rejection(ParleyCode.Unavailable, RefusalReasons.LogUnreadable);
        }
    }
}
