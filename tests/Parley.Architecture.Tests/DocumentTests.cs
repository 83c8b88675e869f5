using Parley.Testing;

namespace Parley.Architecture.Tests;

/// <summary>What every document must have: links that lead somewhere, blocks in known languages, code that compiles.</summary>
public sealed class DocumentTests
{
    private const int MaxArchitectureLines = 150;

    private static readonly string[] Languages =
    [
        "bash", "cases", "console", "cpp", "csharp", "diff", "go", "ini", "javascript", "json", "proto", "python", "text", "toml",
        "transcript", "typescript", "xml", "yaml",
    ];

    [Fact]
    public void Links_ToFiles_LeadSomewhere()
    {
        var broken = MarkdownDocument.All.SelectMany(document => document.Links
            .Where(link => !Path.Exists(Target(document, link)))
            .Select(link => $"{document.Path}: {link}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Links_ToAnchors_LeadToHeadings()
    {
        var documents = MarkdownDocument.All.ToDictionary(document => document.Path);
        var broken = documents.Values.SelectMany(document => document.Links
            .Where(link => link.Contains('#', StringComparison.Ordinal))
            .Where(link => !documents.TryGetValue(Target(document, link), out var target) || !target.Anchors.Contains(link.Split('#')[1]))
            .Select(link => $"{document.Path}: {link}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Links_AreFound() =>
        Assert.True(MarkdownDocument.All.Sum(document => document.Links.Count()) > 100, "The links were not found.");

    [Fact]
    public void Anchors_FollowTheRulesOfGitHub()
    {
        var anchors = MarkdownDocument.At("docs", "reference", "command.md").Anchors;

        Assert.Contains("for-programs---json", anchors);
        Assert.Contains("history-and-rooms", anchors);
    }

    [Fact]
    public void Blocks_AreInKnownLanguages()
    {
        var unknown = MarkdownDocument.All.SelectMany(document => document.Blocks
            .Where(block => !Languages.Contains(block.Language))
            .Select(block => $"{document.Path}: '{block.Language}'"));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Architecture_IsReadInOneSitting() =>
        Assert.InRange(File.ReadLines(Repository.At("ARCHITECTURE.md")).Count(), 1, MaxArchitectureLines);

    [Fact]
    public void Readme_Snippets_AreTheSamples()
    {
        var snippets = CSharp(MarkdownDocument.At("README.md")).ToList();
        var samples = Sources("samples").ToList();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(samples, sample => sample.Contains(snippet, StringComparison.Ordinal)));
    }

    [Fact]
    public void Snippets_AreInCodeThatIsCompiled()
    {
        var compiled = Sources("samples").Concat(Sources("tests")).Select(WithoutIndentation).ToList();
        var others = MarkdownDocument.All.SelectMany(document => CSharp(document)
            .Where(snippet => !compiled.Exists(code => code.Contains(WithoutIndentation(snippet), StringComparison.Ordinal)))
            .Select(snippet => $"{document.Path}: {snippet}"));

        Assert.Empty(others);
    }

    private static string Target(MarkdownDocument document, string link) =>
        link.Split('#')[0] is { Length: > 0 } path ? Path.GetFullPath(path, Path.GetDirectoryName(document.Path)!) : document.Path;

    private static IEnumerable<string> CSharp(MarkdownDocument document) =>
        document.Blocks.Where(block => block.Language == "csharp").Select(block => block.Code.Trim());

    private static IEnumerable<string> Sources(params string[] folder) =>
        Directory.EnumerateFiles(Repository.At(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    private static string WithoutIndentation(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
