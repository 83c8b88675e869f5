using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Access;

namespace Parley.Server.Tests.Documents;

/// <summary>The example of the documentation.</summary>
internal sealed class OnlyAdaCreates : IRoomAccess
{
    public Rejection? Check(Identity identity, RoomAction action, string room) =>
        action == RoomAction.Create && identity.User != "ada"
            ? new Rejection(ParleyCode.Forbidden, "Only ada creates rooms here. Ask her.")
            : null;
}
