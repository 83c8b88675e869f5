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
        var missing = claimed.Except(tests).ToList();
        Assert.True(missing.Count == 0, $"No such tests: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Architecture_EveryInvariant_IsATestByThatName()
    {
        var invariants = Invariant().Matches(File.ReadAllText(Repository.At("ARCHITECTURE.md")))
            .SelectMany(row => row.Groups["names"].Value.Split(", ").Select(name => (Name: InCode(name), Proof: row.Groups["proof"].Value))).ToList();

        Assert.True(invariants.Count >= 9, "The invariants were not found.");
        Assert.All(invariants, invariant => Assert.Contains($"Tests.{invariant.Name}_", invariant.Proof, StringComparison.Ordinal));
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

    /// <summary>"Server's word" is <c>ServersWord</c>.</summary>
    private static string InCode(string name) =>
        string.Concat(name.Replace("'", "", StringComparison.Ordinal).Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex(@"^\| \d+\. (?<names>[^:|]+):[^|]*\|(?<proof>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Invariant();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"public (?:async )?(?:Task|void|ValueTask) (?<name>\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`(?<test>\w+Tests\.\w+)`")]
    private static partial Regex ClaimedTest();

    [GeneratedRegex(@"\]\((?!https?://|mailto:)(?<target>[^)\s]*)\)")]
    private static partial Regex Link();
}
