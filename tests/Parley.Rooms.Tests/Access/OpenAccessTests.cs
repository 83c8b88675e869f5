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
    public void Check_AnyAction_IsAllowed(RoomAction action, string user) =>
        Assert.Null(new OpenAccess().Check(new Identity(user), action, "room"));

    [Fact]
    public void CheckErase_AnyUser_IsForbidden()
    {
        IRoomAccess access = new OpenAccess();

        Assert.All(Users, user => Assert.Equal(ParleyCode.Forbidden, access.CheckErase(new Identity(user), "room")?.Code));
    }
}
