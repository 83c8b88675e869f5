using Parley.Command.Formatting;

namespace Parley.Command.Tests.Formatting;

public sealed class MessageTimeTests
{
    private static readonly TimeZoneInfo Kathmandu = TimeZoneInfo.CreateCustomTimeZone("here", new TimeSpan(5, 45, 0), null, null);

    [Theory]
    [InlineData(0, "HH:mm:ss", "05:45:00")]
    [InlineData(1_700_000_000, "HH:mm:ss", "03:58:20")]
    [InlineData(1_700_000_000, "HH:mm", "03:58")]
    [InlineData(long.MaxValue, "HH:mm:ss", "--:--:--")]
    [InlineData(long.MinValue, "HH:mm", "--:--")]
    public void Format_UnixSeconds_IsTheTimeHere(long seconds, string format, string expected) =>
        Assert.Equal(expected, MessageTime.Format(seconds, format, Kathmandu));
}
