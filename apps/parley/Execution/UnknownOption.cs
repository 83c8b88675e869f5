using System.CommandLine;
using System.CommandLine.Parsing;
using Parley.Server.Hosting.Settings;

namespace Parley.Command.Execution;

/// <summary>Finds misspelled commands and options, and texts that belong to none, which the parser does not explain.</summary>
internal static class UnknownOption
{
    private const string Prefix = "--";

    /// <summary>Explains the first unknown option, or the unknown command; <c>null</c> if there is none.</summary>
    public static string? Find(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand root
            && parsed.UnmatchedTokens is [var command, ..] && !command.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return $"There is no command {command}.{NearestName.Advise(command, root.Subcommands.Select(known => known.Name))}";
        }

        if (parsed.CommandResult.Command is { Arguments.Count: 0, Subcommands.Count: 0 } && parsed.UnmatchedTokens is [var first, ..])
        {
            return first.StartsWith('-') ? Explain(first, parsed) : $"'{first}' belongs to no option.";
        }

        var isValue = false;
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
            {
                return null;
            }

            if (token.Type == TokenType.Argument && !isValue && token.Value.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return Explain(token.Value.Split('=')[0], parsed);
            }

            isValue = token.Type == TokenType.Option && MustHaveValue(token.Value, parsed);
        }

        return null;
    }

    private static bool MustHaveValue(string option, ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Any(known =>
            (known.Name == option || known.Aliases.Contains(option)) && known.Arity.MinimumNumberOfValues > 0);

    private static string Explain(string option, ParseResult parsed)
    {
        var advice = NearestName.Advise(option, parsed.CommandResult.Command.Options.Select(known => known.Name));
        var takesText = parsed.CommandResult.Command.Arguments.Any(argument => argument.ValueType == typeof(string));
        var text = takesText ? $" To pass it as a text, write {Prefix} before it." : "";
        return $"There is no option {option}.{advice}{text}";
    }
}
