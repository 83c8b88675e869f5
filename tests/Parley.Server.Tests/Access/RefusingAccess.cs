using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Access;

namespace Parley.Server.Tests.Access;

/// <summary>Refuses one action to everybody, in one room.</summary>
/// <param name="refused">The action.</param>
/// <param name="closed">The room.</param>
internal sealed class RefusingAccess(RoomAction refused, string closed) : IRoomAccess
{
    public const string Reason = "Ask an administrator.";

    public Rejection? Check(Identity identity, RoomAction action, string room) =>
        action == refused && room == closed ? new Rejection(ParleyCode.Forbidden, Reason) : null;
}
