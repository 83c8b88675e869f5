using Parley.Command.Formatting;

namespace Parley.Command.Tests.Formatting;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("żółć 日本語 👨‍👩‍👧", "żółć 日本語 👨‍👩‍👧")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("\u001b[31mred", "\uFFFD[31mred")]
    [InlineData("\0\u0007\u007F", "\uFFFD\uFFFD\uFFFD")]
    [InlineData("\u0080\u009B\u009F\u00A0", "\uFFFD\uFFFD\uFFFD\u00A0")]
    [InlineData("\u202A\u202B\u202C\u202D\u202E", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("\u2066\u2067\u2068\u2069\u206A", "\uFFFD\uFFFD\uFFFD\uFFFD\u206A")]
    public void Clean_AnyText_IsSafeAndAsLong(string text, string clean) => Assert.Equal(clean, SafeText.Clean(text));

    [Fact]
    public void Clean_SafeText_IsTheSameObject()
    {
        var text = new string('x', 100);

        Assert.Same(text, SafeText.Clean(text));
    }
}
