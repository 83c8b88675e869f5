using System.Text.Json;
using Parley.Client;
using Parley.Command.Formatting;

namespace Parley.Command.Tests.Formatting;

/// <summary>Programs depend on the names of the fields and on their values.</summary>
public sealed class JsonLineTests
{
    private static readonly EventLine Line = new(
        "games", "0198", 42, "ada", new DateTimeOffset(2026, 7, 8, 11, 10, 11, 7, TimeSpan.FromHours(2)), "hello", "c1",
        IsErased: false, Erases: null);

    [Fact]
    public void Of_AnEvent_HasStableNames() => Assert.Equal(
        """{"room":"games","sequence":42,"user":"ada","time":"2026-07-08T09:10:11.007Z","text":"hello","commandId":"c1","epoch":"0198"}""",
        JsonLine.Of(Line));

    [Fact]
    public void Of_AnEventOfUnknownKind_HasNoText() => Assert.Equal(
        """{"room":"games","sequence":42,"user":"ada","time":"2026-07-08T09:10:11.007Z","unknown":true,"commandId":"","epoch":"0198"}""",
        JsonLine.Of(Line with { Text = null, CommandId = "" }));

    [Fact]
    public void Of_AnErasedEventAndAnErasure_SayWhatTheyAre()
    {
        Assert.Contains("\"erased\":true,", JsonLine.Of(Line with { Text = null, IsErased = true }), StringComparison.Ordinal);
        Assert.Contains("\"erases\":[5,7],", JsonLine.Of(Line with { Text = null, Erases = [5, 7] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AReplacedLog_HasBothPositions() => Assert.Equal(
        """{"room":"games","notResumed":{"lost":{"epoch":"a","sequence":7},"now":{"epoch":"b","sequence":3}}}""",
        JsonLine.Of(new NotResumed { Room = "games", Lost = new Position("a", 7), Now = new Position("b", 3) }));

    [Fact]
    public void Of_ARoom_HasItsSequenceAndKind() =>
        Assert.Equal("""{"room":"games","sequence":7,"kind":"chat"}""", JsonLine.Of(new RoomInfo("games", 7, "chat")));

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001\u001B[2J\r\n\t\u007F\u0085\u009B\u2028\u2029")]
    [InlineData("\"\\/<>&'+`")]
    [InlineData("żółć 日本語 👨‍👩‍👧 \u202E")]
    public void Of_AnyText_IsOneLineWithTheSameText(string text)
    {
        var line = JsonLine.Of(Line with { Text = text });

        Assert.DoesNotContain(line, char.IsControl);
        using var json = JsonDocument.Parse(line);
        Assert.Equal(text, json.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public void Of_TextInAnyScript_StaysReadable() =>
        Assert.Contains("\"żółć 日本語\"", JsonLine.Of(Line with { Text = "żółć 日本語" }), StringComparison.Ordinal);
}
