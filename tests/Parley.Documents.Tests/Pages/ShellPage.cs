using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Documents.Tests.Pages;

/// <summary>A page of the documents: what it asks its reader to type, in order.</summary>
/// <param name="Name">Its path from the root of the repository.</param>
/// <param name="Steps">What it asks its reader to do.</param>
/// <param name="NotRun">Its blocks that no test runs.</param>
/// <param name="Mistakes">What breaks the rules of shell lines.</param>
internal sealed partial record ShellPage(
    string Name, IReadOnlyList<PageStep> Steps, IReadOnlyList<UnrunBlock> NotRun, IReadOnlyList<string> Mistakes)
{
    private static readonly string[] Folders = ["bench", "clients", "docs", "proto", "samples", "src"];

    /// <summary>Every page of the repository.</summary>
    public static IReadOnlyList<ShellPage> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(name => !Excluded().IsMatch(name))
            .Order(StringComparer.Ordinal)
            .Select(name => PageParser.Parse(name, File.ReadLines(Repository.At(name)))),
    ];

    /// <summary>Its shell lines.</summary>
    public IEnumerable<ShellLine> ShellLines => Steps.OfType<ShellLine>();

    [GeneratedRegex(@"(^|/)(bin|obj|build|node_modules)/|^bench/results/")]
    private static partial Regex Excluded();
}
