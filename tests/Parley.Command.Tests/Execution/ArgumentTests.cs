using System.CommandLine;
using Parley.Command.Execution;

namespace Parley.Command.Tests.Execution;

/// <summary>Any text is a text, in every argument and option of every command.</summary>
public sealed class ArgumentTests
{
    private static readonly string[] Texts =
    [
        "@x", "@/etc/hostname", "-x", "-hello", "/?", "/h", "/help", "", " ", "two\nlines", "tab\t", "=", "a=b", "'\"$`\\", "…",
        new('x', 16_384),
    ];

    public static TheoryData<string> Commands => [.. ParleyCommand.Create().Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Parse_AnyTextAsAValue_IsTheValue(string name)
    {
        var command = ParleyCommand.Create().Subcommands.Single(command => command.Name == name);
        foreach (var option in command.Options.Where(option => option.ValueType == typeof(string) || option.ValueType == typeof(string[])))
        {
            Assert.All(Texts, text => Assert.Equal([text], Values(option.Name, name, option.Name, text)));
            Assert.All(
                Texts.Where(text => text.Length > 0),
                text => Assert.Equal([text], Values(option.Name, name, $"{option.Name}={text}")));
        }

        foreach (var argument in command.Arguments)
        {
            Assert.All(Texts, text => Assert.Equal([text], Values(argument.Name, name, text)));
            Assert.All([.. Texts, "--", "--help", "-h"], text => Assert.Equal([text], Values(argument.Name, name, "--", text)));
        }
    }

    [Theory]
    [InlineData("There is no option --rom. Did you mean --room?", "tail", "--rom", "x")]
    [InlineData("There is no option --rom. Did you mean --room? To pass it", "send", "--rom", "x", "hello")]
    [InlineData("There is no option --usr. Did you mean --user?", "send", "hello", "--usr=ada")]
    [InlineData("There is no option --frobnicate. To pass it", "send", "--frobnicate")]
    [InlineData("There is no option --prot.", "serve", "--prot", "1")]
    [InlineData("There is no option --verbose.", "--verbose")]
    [InlineData("There is no option --rom. Did you mean --room?", "history", "--json", "--rom", "x")]
    [InlineData("There is no option --x.", "tail", "--x")]
    [InlineData("There is no option --rom. Did you mean --room?", "erase", "--rom", "x", "1")]
    [InlineData("There is no command sned. Did you mean send?", "sned", "hello")]
    [InlineData("There is no command make.", "make")]
    [InlineData(null, "send", "--user", "--rom", "hello")]
    [InlineData(null, "send", "--user", "ada", "--", "--rom")]
    [InlineData(null, "send", "--user", "ada", "- - -")]
    public void Find_MisspelledOption_SuggestsTheNearest(string? expected, params string[] args)
    {
        var reason = UnknownOption.Find(CommandRunner.Parse(ParleyCommand.Create(), args));

        if (expected is null)
        {
            Assert.Null(reason);
        }
        else
        {
            const string Advice = "Did you mean";
            Assert.StartsWith(expected, reason, StringComparison.Ordinal);
            Assert.Equal(expected.Contains(Advice, StringComparison.Ordinal), reason!.Contains(Advice, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Values(string symbol, params string[] args)
    {
        var parsed = CommandRunner.Parse(ParleyCommand.Create(), args);
        return parsed.GetResult(symbol)?.Tokens.Select(token => token.Value) ?? [];
    }
}
