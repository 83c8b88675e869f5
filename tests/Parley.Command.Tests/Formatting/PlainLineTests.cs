using Parley.Client;
using Parley.Command.Formatting;
using Parley.Protocol.Chat;

namespace Parley.Command.Tests.Formatting;

public sealed class PlainLineTests
{
    private static readonly EventLine Line = new(
        "games", "e", 42, "a\tda", DateTimeOffset.FromUnixTimeMilliseconds(3_661_999), "one\ntwo \u001b[2J[red]", "c",
        IsErased: false, Erases: null);

    [Fact]
    public void Of_AMessage_IsOneSafeLine()
    {
        var message = new ChatMessage { UserId = "a\tda", Text = "one\ntwo \u001b[2J[red]", Timestamp = 3_661 };

        Assert.Equal("[01:01:01] a da: one two \uFFFD[2J[red]", PlainLine.Of(message, TimeZoneInfo.Utc));
    }

    [Fact]
    public void Of_AnEvent_HasItsSequence() =>
        Assert.Equal("42 [01:01:01] a da: one two \uFFFD[2J[red]", PlainLine.Of(Line, TimeZoneInfo.Utc));

    [Fact]
    public void Of_AnEventOfUnknownKind_IsMarkedAsUnknown() =>
        Assert.Equal(
            "42 [01:01:01] a da: (not a message)",
            PlainLine.Of(Line with { Text = null }, TimeZoneInfo.Utc));

    [Fact]
    public void Of_ARoom_HasItsSequenceAfterATab() => Assert.Equal("games\t7", PlainLine.Of(new RoomInfo("games", 7, "chat")));
}
