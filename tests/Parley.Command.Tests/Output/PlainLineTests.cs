using Parley.Command.Chat;
using Parley.Protocol.Chat;

namespace Parley.Command.Tests.Chat;

public sealed class PlainOutputTests
{
    [Fact]
    public void Format_AMessage_IsOneSafeLine()
    {
        var message = new ChatMessage { UserId = "a\tda", Text = "one\ntwo \u001b[2J[red]", Timestamp = 3_661 };

        Assert.Equal("[01:01:01] a da: one two \uFFFD[2J[red]", PlainOutput.Format(message, TimeZoneInfo.Utc));
    }
}
