namespace Parley.Rooms.Access;

/// <summary>Everybody may do everything but erase: the default.</summary>
public sealed class OpenAccess : IRoomAccess
{
    /// <inheritdoc/>
    public Rejection? Check(Identity identity, RoomAction action, string room) => null;
}
