using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Architecture.Tests;

public sealed partial class DocumentTests
{
    private static readonly string[] Folders = ["docs", "clients", "bench"];

    [Fact]
    public void Architecture_EveryClaim_NamesATestThatExists()
    {
        var tests = Directory.EnumerateFiles(Repository.At("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file))
                .Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups["name"].Value}"))
            .ToHashSet();
        var claimed = ClaimedTest().Matches(File.ReadAllText(Repository.At("ARCHITECTURE.md"))).Select(match => match.Groups["test"].Value).ToList();

        Assert.NotEmpty(claimed);
        Assert.Subset(tests, claimed.ToHashSet());
    }

    [Fact]
    public void Documents_EveryRelativeLink_LeadsSomewhere()
    {
        var documents = Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*.md", SearchOption.AllDirectories)))
            .Where(document => !document.Contains("node_modules", StringComparison.Ordinal));
        var broken = documents.SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{document}: {target}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Architecture_IsReadInOneSitting() =>
        Assert.InRange(File.ReadLines(Repository.At("ARCHITECTURE.md")).Count(), 1, 300);

    [Fact]
    public void Readme_Snippets_AreTheSamples()
    {
        var readme = File.ReadAllText(Repository.At("README.md"));
        var snippets = Snippet().Matches(readme).Select(match => match.Groups["code"].Value.Trim()).ToList();
        var samples = Directory.EnumerateFiles(Repository.At("samples"), "Program.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(samples, sample => sample.Contains(snippet, StringComparison.Ordinal)));
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"public (?:async )?(?:Task|void|ValueTask) (?<name>\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`(?<test>\w+Tests\.\w+)`")]
    private static partial Regex ClaimedTest();

    [GeneratedRegex(@"\]\((?!https?://|mailto:)(?<target>[^)\s]*)\)")]
    private static partial Regex Link();
}
