using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

public sealed partial class LineLengthTests
{
    private const int MaxCharacters = 140;

    [Fact]
    public void Code_Lines_AreShort() => Assert.Empty(TooLong(".cs", _ => false));

    [Fact]
    public void Markdown_Lines_AreShort_ButForTablesAndLinks() =>
        Assert.Empty(TooLong(".md", line => line.StartsWith('|') || LoneLink().IsMatch(line) || Transcript().IsMatch(line)));

    private static IEnumerable<string> TooLong(string ending, Func<string, bool> isExempt) => RepositoryFiles.Find(ending)
        .SelectMany(file => File.ReadLines(file).Index()
            .Where(line => line.Item.Length > MaxCharacters && !isExempt(line.Item))
            .Select(line => $"{RepositoryFiles.Name(file)}:{line.Index + 1} has {line.Item.Length} characters"));

    [GeneratedRegex(@"^\s*(?:[-*]\s+)?!?\[[^\]]*\]\([^)]*\)\S*$")]
    private static partial Regex LoneLink();

    [GeneratedRegex(@"^\w+ [<>] [{]")]
    private static partial Regex Transcript();
}
