using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Engine.Commits;

/// <summary>The answers to senders whose events could not be committed.</summary>
internal static class CommitRejections
{
    public static readonly Rejection Overloaded = new(
        ParleyCode.Overloaded, "Too much is waiting to be stored. Send it again in a moment.");

    public static readonly Rejection Conflict = new(
        ParleyCode.Unavailable, "The room was continued elsewhere while this was being stored. Send it again with the same command id.");

    private static readonly Rejection Full = new(
        ParleyCode.StorageFull, "The server has no space to store this. Try again once an operator has freed some.");

    private static readonly Rejection Unavailable = new(
        ParleyCode.Unavailable, "The server cannot store this now. Try again later.");

    public static Rejection For(RoomLogFailure failure) => failure == RoomLogFailure.Full ? Full : Unavailable;
}
