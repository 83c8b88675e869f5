using Parley.Engine.Logs;
using Parley.Engine.Retention;

namespace Parley.Engine.Tests.Retention;

public sealed class RetentionRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, RetentionRule> Valid => new()
    {
        { "*=forever", new RetentionRule("*") },
        { "audit-*=90d", new RetentionRule("audit-*", TimeSpan.FromDays(90)) },
        { "a=12h", new RetentionRule("a", TimeSpan.FromHours(12)) },
        { "a=30m", new RetentionRule("a", TimeSpan.FromMinutes(30)) },
        { "a=45s", new RetentionRule("a", TimeSpan.FromSeconds(45)) },
        { "a=1events", new RetentionRule("a", MaxEvents: 1) },
        { "a=2KiB", new RetentionRule("a", MaxBytes: 2_048) },
        { "a=3MiB", new RetentionRule("a", MaxBytes: 3 << 20) },
        { "*=10GiB,1000000events,90d", new RetentionRule("*", TimeSpan.FromDays(90), 1_000_000, 10L << 30) },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void TryParse_Valid_GivesTheRule(string text, RetentionRule expected)
    {
        Assert.True(RetentionRule.TryParse(text, out var rule, out _));
        Assert.Equal(expected, rule);
    }

    [Theory]
    [InlineData("", "PATTERN=LIMITS")]
    [InlineData("90d", "PATTERN=LIMITS")]
    [InlineData("=90d", "PATTERN=LIMITS")]
    [InlineData("*=", "'' in")]
    [InlineData("*=never", "'never'")]
    [InlineData("*=90", "'90'")]
    [InlineData("*=0d", "'0d'")]
    [InlineData("*=-1d", "'-1d'")]
    [InlineData("*=1.5d", "'1.5d'")]
    [InlineData("*=90D", "'90D'")]
    [InlineData("*=90 d", "'90 d'")]
    [InlineData("*=5event", "'5event'")]
    [InlineData("*=10GB", "'10GB'")]
    [InlineData("*=90d,", "''")]
    [InlineData("*=90d,80d", "'80d'")]
    [InlineData("*=90d,forever", "'forever'")]
    [InlineData("*=99999999999999d", "'99999999999999d'")]
    [InlineData("*=9223372036854775807GiB", "GiB'")]
    [InlineData("a=b=90d", "'b=90d'")]
    public void TryParse_Malformed_SaysWhatAndHowItShouldLook(string text, string what)
    {
        Assert.False(RetentionRule.TryParse(text, out _, out var error));
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Contains("90d", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "anything/at.all", true)]
    [InlineData("audit-*", "audit-1", true)]
    [InlineData("audit-*", "audit-", true)]
    [InlineData("audit-*", "Audit-1", false)]
    [InlineData("audit-*", "my-audit-1", false)]
    [InlineData("*-log-*", "a-log-b", true)]
    [InlineData("room", "room", true)]
    [InlineData("room", "rooms", false)]
    [InlineData("a.b", "axb", false)]
    public void Matches_Pattern_ComparesTheWholeName(string pattern, string room, bool matches) =>
        Assert.Equal(matches, new RetentionRule(pattern).Matches(room));

    [Fact]
    public void ToLimit_AgeOlderThanTime_KeepsAll()
    {
        Assert.Equal(new KeepLimit(Now.AddDays(-90)), new RetentionRule("*", TimeSpan.FromDays(90)).ToLimit(Now));
        Assert.Equal(default, new RetentionRule("*", TimeSpan.FromDays(10_000_000)).ToLimit(Now));
    }
}
