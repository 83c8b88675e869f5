using Parley.Protocol;

namespace Parley.Rooms.Access;

/// <summary>Everybody may do everything but erase, which only the operator may: the default.</summary>
public sealed class OpenAccess : IRoomAccess
{
    private static readonly Rejection NotErased = new(ParleyCode.Forbidden, "Only the operator of the server can erase: parley erase.");

    /// <inheritdoc/>
    public Rejection? Check(Identity identity, RoomAction action, string room) => action == RoomAction.Erase ? NotErased : null;
}
