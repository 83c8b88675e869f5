using System.Text.RegularExpressions;

namespace Parley.Testing;

/// <summary><c>docs/reference/room-contract.md</c>, whose transcripts are played against the server.</summary>
public static partial class ProtocolDocument
{
    /// <summary>All of it.</summary>
    public static string Text { get; } = File.ReadAllText(Repository.At("docs", "reference", "room-contract.md"));

    /// <summary>Its transcripts, each with the heading it is under.</summary>
    public static IReadOnlyList<(string Title, string Lines)> Transcripts { get; } =
    [
        .. Conversation().Matches(Text).Select(match =>
            (Heading().Matches(Text[..match.Index])[^1].Groups["title"].Value, match.Groups["lines"].Value)),
    ];

    [GeneratedRegex("```transcript\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Conversation();

    [GeneratedRegex("^##+ (?<title>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
