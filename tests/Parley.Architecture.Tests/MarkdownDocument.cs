using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Architecture.Tests;

/// <summary>A document of the repository: its prose, links, anchors and fenced blocks.</summary>
internal sealed partial class MarkdownDocument
{
    private static readonly string[] Folders = ["docs", "clients", "bench", "samples", "src"];

    private MarkdownDocument(string path)
    {
        Path = path;
        var text = File.ReadAllText(path);
        Blocks = [.. Fence().Matches(text).Select(match => (match.Groups["language"].Value, match.Groups["code"].Value))];
        Prose = Fence().Replace(text, "");
        Anchors = FindAnchors();
    }

    /// <summary>Every document that people read: those at the root and in the folders.</summary>
    public static IReadOnlyList<MarkdownDocument> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*.md", SearchOption.AllDirectories)))
            .Where(file => !Generated().IsMatch(System.IO.Path.GetRelativePath(Repository.Root, file)))
            .Select(file => new MarkdownDocument(file)),
    ];

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Its text without the fenced blocks.</summary>
    public string Prose { get; }

    /// <summary>Its fenced blocks. The language is empty if none is named.</summary>
    public IReadOnlyList<(string Language, string Code)> Blocks { get; }

    /// <summary>What a link to a part of it may name after the <c>#</c>.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>The targets of its links to other places in the repository.</summary>
    public IEnumerable<string> Links => Link().Matches(CodeSpan().Replace(Prose, "")).Select(match => match.Groups["target"].Value);

    /// <summary>A document of the repository.</summary>
    public static MarkdownDocument At(params string[] parts) => All.Single(document => document.Path == Repository.At(parts));

    // GitHub's rules: the heading's text in lower case. Only letters, digits, spaces, hyphens and underscores stay, and each space becomes
    // a hyphen. A heading that repeats an earlier one has a number added.
    private HashSet<string> FindAnchors()
    {
        var anchors = new HashSet<string>();
        foreach (Match heading in Heading().Matches(Prose))
        {
            var text = InlineLink().Replace(heading.Groups["text"].Value, "${text}").Trim().ToLowerInvariant();
            var slug = NotInSlugs().Replace(text, "").Replace(' ', '-');
            var unique = slug;
            for (var i = 1; !anchors.Add(unique); i++)
            {
                unique = $"{slug}-{i}";
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"(^|/)(bin|obj|build|dist|gen|node_modules|results)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"^[ ]*```[ ]*(?<language>[^\n]*)\n(?<code>.*?)^[ ]*```[ ]*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^#{1,6} (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"[^\p{L}\p{Nd} _-]")]
    private static partial Regex NotInSlugs();

    [GeneratedRegex(@"\]\((?!https?://|mailto:)(?<target>[^)\s]*)\)")]
    private static partial Regex Link();
}
