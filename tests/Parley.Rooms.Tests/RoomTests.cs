using CsCheck;
using Parley.Protocol;
using Parley.Rooms.Contents;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Rooms.Tests;

public sealed class RoomTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RoomKinds Kinds = new([ChatKind.Instance]);

    private static readonly Gen<string> AnyText = Gen.Frequency((9, Gen.String[0, 100]), (1, Gen.String[5_000, 20_000]));

    private static readonly Gen<PostCommand> AnyPost =
        Gen.Select(Gen.String[0, 200], AnyText, (user, text) => PostCommand.Message(user, text));

    private static readonly Gen<string> AnyCharacter =
        Gen.OneOf(Gen.Const("x"), Gen.Const("é"), Gen.Const("語"), Gen.Const("🎉"));

    [Fact]
    public void Dense_AnyPosts_NumberTheAcceptedWithoutGaps() =>
        Gen.Select(Gen.Long[0, 1_000_000], AnyPost.List[0, 50]).Sample((head, posts) =>
        {
            var room = OpenRoom(head);

            var decisions = posts.ConvertAll(post => room.Decide(post, Noon));

            var accepted = decisions.Where(decision => decision.Accepted).Select(decision => decision.Sequence).ToList();
            Assert.Equal(Enumerable.Range(1, accepted.Count).Select(i => head + i), accepted);
            Assert.Equal(head + accepted.Count, room.Head);
        });

    [Fact]
    public void Forget_EventsAfterTheGivenOne_AreKept()
    {
        var room = NewRoom();
        Remember(room, 1, 10);

        room.Forget(upTo: 4);

        Assert.Equal(6, room.Remembered);
        Assert.True(room.Remembers(new CommandKey("ada", "5")));
    }

    [Fact]
    public void Decide_RefusedPost_ChangesNothing()
    {
        var room = OpenRoom(7);

        var decision = room.Decide(PostCommand.Message("", "text"), Noon);

        Assert.False(decision.Accepted);
        Assert.Equal(ParleyCode.Invalid, decision.Rejection.Code);
        Assert.Equal(7, room.Head);
    }

    [Fact]
    public void Decide_HalfOfASurrogatePair_IsRefused()
    {
        const string Half = "\ud83c";

        Assert.Equal(ParleyCode.Invalid, NewRoom().Decide(PostCommand.Message(Half, "text"), Noon).Rejection?.Code);
        Assert.Equal(ParleyCode.CommandIdInvalid, NewRoom().Decide(PostCommand.Message("ada", "text", Half), Noon).Rejection?.Code);
        Assert.True(NewRoom().Decide(PostCommand.Message("🎉", "text", "🎉"), Noon).Accepted);
    }

    [Fact]
    public void Decide_AcceptedPost_KeepsItsTextAndTime()
    {
        var decision = NewRoom().Decide(PostCommand.Message("ada", "hello"), Noon);

        Assert.Equal(RoomEvent.Message(1, "ada", Noon, "hello"), Assert.Single(decision.Events));
    }

    [Fact]
    public void Decide_TimeGoingBackwards_KeepsTheOrder()
    {
        var room = NewRoom();

        var first = room.Decide(PostCommand.Message("ada", "one"), Noon);
        var second = room.Decide(PostCommand.Message("ada", "two"), Noon.AddHours(-1));

        Assert.Equal((1, 2), (first.Sequence, second.Sequence));
    }

    [Fact]
    public void Constructor_NegativeHead_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => OpenRoom(-1));

    [Fact]
    public void Validate_AnyText_RefusesExactlyThoseOverTheLimit() =>
        Gen.Select(AnyCharacter, Gen.Int[ProtocolLimits.TextBytes / 4 - 2, ProtocolLimits.TextBytes + 2]).Sample((character, count) =>
        {
            var text = string.Concat(Enumerable.Repeat(character, count));
            var tooLong = System.Text.Encoding.UTF8.GetByteCount(text) > ProtocolLimits.TextBytes;

            var rejection = ChatRules.Validate(MessageContent.Encode(text));

            Assert.Equal(tooLong ? ParleyCode.TextTooLong : null, rejection?.Code);
        });

    private static void Remember(Room room, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            Assert.True(room.Decide(PostCommand.Message("ada", "text", $"{i}"), Noon).Accepted);
        }
    }

    [Theory]
    [InlineData("1", "created the room")]
    [InlineData("4", "erased others")]
    [InlineData("2,6", "The room has no event 6: its last one is 5.")]
    [InlineData("0", "1 to 100 sequences")]
    [InlineData("3,2", "ascending")]
    public void Decide_ErasureThatCannotBe_SaysWhy(string sequences, string reason)
    {
        var room = NewRoom();
        room.Decide(RoomCreation.Command("ada", new CreatedContent("chat", 1, default)), Noon);
        room.Decide(PostCommand.Message("ada", "two"), Noon);
        room.Decide(PostCommand.Message("ada", "three"), Noon);
        room.Decide(Erase(null, 2), Noon);
        room.Decide(PostCommand.Message("ada", "five"), Noon);
        var facts = new Facts(new Dictionary<long, RoomEvent>
        {
            [1] = new(1, "ada", Noon, new CreatedContent("chat", 1, default).Encode()),
            [4] = new(4, "ada", Noon, new ErasureContent([2]).Encode()),
        });

        var decision = room.Decide(Erase(null, [.. sequences.Split(',').Select(long.Parse)]), Noon, facts: facts);

        Assert.Equal(ParleyCode.Invalid, decision.Rejection?.Code);
        Assert.Contains(reason, decision.Rejection?.Reason, StringComparison.Ordinal);
        Assert.Equal(5, room.Head);
    }

    [Fact]
    public void Decide_ErasureOfEarlierEvents_IsTheNextEvent()
    {
        var room = OpenRoom(10);

        Assert.Equal([3, 10], room.FindFacts(Erase(null, 3, 10)));
        Assert.Equal(11, room.Decide(Erase("id", 3, 10), Noon).Sequence);
        Assert.Equal(11, room.Decide(Erase("id", 3, 10), Noon).Sequence);
    }

    [Fact]
    public void Decide_RetryOfACommandWhoseContentIsErased_IsARetry()
    {
        var room = OpenRoom(10);
        var erased = RoomEvent.Message(4, "ada", Noon, "text", "id").Erase();

        var decision = room.Decide(PostCommand.Message("ada", "text", "id"), Noon, erased);

        Assert.Equal((4, 0), (decision.Sequence, decision.Events.Count));
    }

    private static PostCommand Erase(string? commandId, params long[] sequences) =>
        new("ada", new ErasureContent(sequences).Encode(), commandId);

    private static Room NewRoom() => new(Kinds);

    private static Room OpenRoom(long head) => new(Kinds, head, ChatKind.Instance, ChatKind.Instance.Create(default));
}
