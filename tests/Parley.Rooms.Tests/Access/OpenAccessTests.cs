using Parley.Protocol;
using Parley.Rooms.Access;

namespace Parley.Rooms.Tests.Access;

public sealed class OpenAccessTests
{
    private static readonly string[] Users = ["", "ada"];

    public static TheoryData<RoomAction, string> Actions => new(
        from action in Enum.GetValues<RoomAction>()
        from user in Users
        select (action, user));

    [Theory]
    [MemberData(nameof(Actions))]
    public void Check_AnyAction_IsAllowedButErasing(RoomAction action, string user)
    {
        var rejection = new OpenAccess().Check(new Identity(user), action, "room");

        Assert.Equal(action == RoomAction.Erase ? ParleyCode.Forbidden : null, rejection?.Code);
    }
}
