using System.Text;

namespace Parley.Protocol.Tests;

public sealed class UserNameTests
{
    private const string Invisible = "is invisible";

    public static TheoryData<string> Accepted =>
    [
        "ada", "Ada Lovelace", "a", "~!@#$%^&*()", "x y z", "Zoë", "Łukasz Żółć", "Nguyễn Văn Đức", "Ελένη", "Юрий", "日本 太郎", "葛城", "한국어",
        "مريم", "می\u200Cخواهم", "क्\u200Dष", "क्\u200Cष",
        "മലയാള്\u200D", "שלום", "ไทย", "ada 👍", "👍🏽", "👨\u200D👩\u200D👧",
        "🏳\uFE0F\u200D🌈", "❤\uFE0F",
        "1\uFE0F\u20E3", "🏴\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F", "🇵🇱", "q\u0308", "ệ", "½", "№ 5",
    ];

    public static TheoryData<string, string> Refused => new()
    {
        { "", "empty" },
        { " ", "empty" },
        { "\t\u00A0\u3000", "empty" },
        { new string('x', 129), "bytes of UTF-8" },
        { new string('ż', 65), "bytes of UTF-8" },
        { " ada", "begins or ends with a space" },
        { "ada ", "begins or ends with a space" },
        { "ada  lovelace", "two spaces" },
        { "żółć  żółć", "two spaces" },
        { "żółć ", "begins or ends with a space" },
        { "a\nb", "control character U+000A" },
        { "a\e[31m", "control character U+001B" },
        { "a\u007F", "control character U+007F" },
        { "a\u009B2J", "control character U+009B" },
        { "a\u2028b", "line separator U+2028" },
        { "a\u2029b", "line separator U+2029" },
        { "a\u00A0b", "U+00A0, but the only space" },
        { "a\u2003b", "U+2003, but the only space" },
        { "a\u202Fb", "U+202F, but the only space" },
        { "a\u3000b", "U+3000, but the only space" },
        { "ada\u200B", $"U+200B, which {Invisible}" },
        { "\u200Bada", $"U+200B, which {Invisible}" },
        { "\u2800", $"U+2800, which {Invisible}" },
        { "\u3164", $"U+3164, which {Invisible}" },
        { "\u115F\u1160", $"U+115F, which {Invisible}" },
        { "a\u00ADb", $"U+00AD, which {Invisible}" },
        { "a\u034Fb", $"U+034F, which {Invisible}" },
        { "a\u061Cb", $"U+061C, which {Invisible}" },
        { "a\u202Eb", $"U+202E, which {Invisible}" },
        { "a\u2066b\u2069", $"U+2066, which {Invisible}" },
        { "a\u200Eb", $"U+200E, which {Invisible}" },
        { "a\u2060b", $"U+2060, which {Invisible}" },
        { "\uFEFFada", $"U+FEFF, which {Invisible}" },
        { "a\uFFF9b", $"U+FFF9, which {Invisible}" },
        { "a\uFFFCb", $"U+FFFC, which {Invisible}" },
        { "\u06007", $"U+0600, which {Invisible}" },
        { "a\U000E0041", $"U+E0041, which {Invisible}" },
        { "a\U000E0100", $"U+E0100, which {Invisible}" },
        { "a\u200Db", $"U+200D, which {Invisible}" },
        { "ada\u200D", $"U+200D, which {Invisible}" },
        { "👍\u200D", $"U+200D, which {Invisible}" },
        { "a\u200Cb", $"U+200C, which {Invisible}" },
        { "مريم\u200C", $"U+200C, which {Invisible}" },
        { "ا\u200Cم", $"U+200C, which {Invisible}" },
        { "ع\u200Dل", $"U+200D, which {Invisible}" },
        { "ക്\u200C", $"U+200C, which {Invisible}" },
        { "ada\uFE0F", $"U+FE0F, which {Invisible}" },
        { "👍\uFE0F", $"U+FE0F, which {Invisible}" },
        { "❤\uFE0F\uFE0F", $"U+FE0F, which {Invisible}" },
        { "❤\uFE0E", $"U+FE0E, which {Invisible}" },
        { "1\uFE0F", $"U+FE0F, which {Invisible}" },
        { "葛\U000E0100", $"U+E0100, which {Invisible}" },
        { "\u1820\u180B", $"U+180B, which {Invisible}" },
        { "🏴\U000E0067", $"U+E0067, which {Invisible}" },
        { "a\u0378", "U+0378, which is unassigned or for private use" },
        { "a\uE000", "U+E000, which is unassigned" },
        { "a\U000F0000", "U+F0000, which is unassigned" },
        { "a\uFDD0", "U+FDD0, which is unassigned" },
        { "a\uFFFF", "U+FFFF, which is unassigned" },
        { "a\U0001FFFE", "U+1FFFE, which is unassigned" },
        { "a\uFFFD", "the replacement character U+FFFD" },
        { "\u0301ada", "combining mark U+0301" },
        { "ada \u0301", "combining mark U+0301" },
        { "\u0903", "combining mark U+0903" },
        { "\u20DD", "combining mark U+20DD" },
        { "Zoe\u0308", "normalization form C" },
        { "\u212Bngström", "normalization form C" },
        { "e\u0302\u0323", "normalization form C" },
        { "q\u0301\u0323", "normalization form C" },
        { "\u1112\u1161\u11AB", "normalization form C" },
        { "\uF900", "normalization form C" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Validate_NameThatPeopleHave_IsAccepted(string name) => Assert.Null(UserName.Validate(name));

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Refused))]
    public void Validate_InvisibleOrMisleading_IsRefusedWithTheReason(string name, string reason)
    {
        var error = UserName.Validate(name);

        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(error, SafeText.Clean(error!));
    }

    [Fact]
    public void Validate_HalfOfASurrogatePair_IsRefused()
    {
        Assert.Contains("lone surrogate", UserName.Validate("a\uD83D"), StringComparison.Ordinal);
        Assert.Contains("lone surrogate", UserName.Validate("\uDE00a"), StringComparison.Ordinal);
    }

    // Whatever is replaced when a text is shown would make two names look the same.
    [Fact]
    public void Validate_AnyCharacterThatIsNotShownAsItIs_IsRefused()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.IsValid(code) && $"a{char.ConvertFromUtf32(code)}b" is var name && SafeText.Clean(name) != name)
            {
                Assert.True(UserName.Validate(name) is not null, $"U+{code:X4} is accepted.");
            }
        }
    }

    [Fact]
    public void Validate_AnyName_AllocatesNothing()
    {
        string[] names = ["ada", "Ada Lovelace", "Zoë", "Nguyễn Văn Đức", "한국어", "می\u200Cخواهم", "👨\u200D👩\u200D👧"];
        Array.ForEach(names, name => Assert.Null(UserName.Validate(name)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            foreach (var name in names)
            {
                UserName.Validate(name);
            }
        }

        // Less than the smallest object for each: the runtime itself may allocate while it recompiles the method.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000 * names.Length);
    }
}
