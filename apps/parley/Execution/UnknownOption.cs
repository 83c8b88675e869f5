using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Command.Execution;

/// <summary>Finds misspelled options, which the parser would take for texts.</summary>
internal static class UnknownOption
{
    private const string Prefix = "--";

    // An option of which more than a third is wrong was hardly meant.
    private const int LettersPerEdit = 3;

    /// <summary>Explains the first unknown option; <c>null</c> if there is none.</summary>
    public static string? Find(ParseResult parsed)
    {
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
        var nearest = parsed.CommandResult.Command.Options.Select(known => known.Name)
            .Where(known => Distance(known, option) * LettersPerEdit <= option.Length)
            .MinBy(known => Distance(known, option));
        var advice = nearest is not null ? $" Did you mean {nearest}?" : "";
        var text = parsed.CommandResult.Command.Arguments.Count > 0 ? $" To pass it as a text, write {Prefix} before it." : "";
        return $"There is no option {option}.{advice}{text}";
    }

    /// <summary>How many letters must be added, removed or replaced to make one text into another.</summary>
    private static int Distance(string from, string to)
    {
        var distances = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = distances[0];
            distances[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = distances[j];
                distances[j] = Math.Min(replaced, 1 + Math.Min(distances[j], distances[j - 1]));
            }
        }

        return distances[^1];
    }
}
