using System.Text.RegularExpressions;

namespace Parley.Testing;

/// <summary><c>docs/reference/room-contract.md</c>, whose transcripts the tests play against the server and the clients.</summary>
public static partial class RoomContractDocument
{
    /// <summary>The whole text.</summary>
    public static string Text { get; } = File.ReadAllText(Repository.At("docs", "reference", "room-contract.md"));

    /// <summary>The transcripts, each with the heading above it.</summary>
    public static IReadOnlyList<(string Title, string Lines)> Transcripts { get; } =
    [
        .. Transcript().Matches(Text).Select(match =>
            (Heading().Matches(Text[..match.Index])[^1].Groups["title"].Value, match.Groups["lines"].Value)),
    ];

    [GeneratedRegex("```transcript\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Transcript();

    [GeneratedRegex("^##+ (?<title>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
