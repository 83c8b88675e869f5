using Parley.Contracts.Testing.Kinds;
using Parley.Protocol;
using Parley.Rooms.Contents;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Steps;

namespace Parley.Rooms.Tests.Kinds;

public sealed class StepsKindTests : RoomKindContract
{
    protected override IRoomKind Kind { get; } = new StepsKind();

    [Fact]
    public void Decide_StepsForTheHead_AreAcceptedAndMoveIt()
    {
        var room = Create();

        var first = room.Decide(Steps(expected: 1), DateTimeOffset.UnixEpoch);
        var late = room.Decide(Steps(expected: 1), DateTimeOffset.UnixEpoch);
        var ahead = room.Decide(Steps(expected: 9), DateTimeOffset.UnixEpoch);

        Assert.Equal(2, first.Sequence);
        Assert.All(
            [late, ahead], decision => Assert.Equal((ParleyCode.SequenceMoved, 2L), (decision.Rejection!.Code, decision.Rejection.Head)));
        Assert.Equal(2, room.Head);
    }

    [Fact]
    public void Decide_RetryOfAcceptedSteps_IsRepeatedWhateverItExpects()
    {
        var room = Create();
        room.Decide(Steps(expected: 1) with { CommandId = "id" }, DateTimeOffset.UnixEpoch);
        room.Decide(Steps(expected: 2), DateTimeOffset.UnixEpoch);

        Assert.Equal(2, room.Decide(Steps(expected: 1) with { CommandId = "id" }, DateTimeOffset.UnixEpoch).Sequence);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1L)]
    public void Decide_StepsWithoutAHead_AreRefused(long? expected) =>
        Assert.Equal(ParleyCode.Invalid, Create().Decide(Steps(expected), DateTimeOffset.UnixEpoch).Rejection?.Code);

    [Fact]
    public void Decide_AnythingElse_IsRefused()
    {
        var room = Create();

        Assert.Equal(ParleyCode.Invalid, room.Decide(PostCommand.Message("ada", "hello"), DateTimeOffset.UnixEpoch).Rejection?.Code);
        Assert.Equal(
            ParleyCode.Invalid,
            room.Decide(new PostCommand("ada", StepsContent.Encode([]), null, 1), DateTimeOffset.UnixEpoch).Rejection?.Code);
    }

    protected override PostCommand Generate(Random random, long head) => Steps(random.Next(4) == 0 ? random.Next(20) : head);

    private static PostCommand Steps(long? expected) =>
        new("ada", StepsContent.Encode([new byte[] { 1 }, new byte[] { 2 }]), null, expected);

    private Room Create()
    {
        var room = new Room(new RoomKinds([Kind]));
        room.Decide(RoomCreation.Command("ada", new CreatedContent("steps", 1, default)), DateTimeOffset.UnixEpoch);
        return room;
    }
}
