using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Architecture.Tests;

/// <summary>Every claim of the project names tests that exist, and every invariant has a test that carries its name.</summary>
public sealed partial class ClaimTests
{
    private static readonly string[] Folders = [Repository.At("tests"), Repository.At("src", "Parley.Contracts.Testing")];

    private static readonly string Claims = File.ReadAllText(Repository.At("docs", "internals", "claims.md"));

    [Fact]
    public void Claims_NameTestsThatExist()
    {
        var files = Folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).ToList();
        var tests = files.SelectMany(file => TestMethod().Matches(File.ReadAllText(file))
            .Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups["name"].Value}"));
        var known = tests.Concat(files.Select(Path.GetFileNameWithoutExtension)).ToHashSet();
        var claims = Claim().Matches(Claims).Select(row => (Text: row.Groups["claim"].Value, Proof: row.Groups["proof"].Value)).ToList();

        Assert.True(claims.Count > 40, "The claims were not found.");
        Assert.All(claims, claim => Assert.Matches(Name(), claim.Proof));
        var missing = claims.SelectMany(claim => Name().Matches(claim.Proof).Select(match => match.Groups["name"].Value))
            .Except(known).ToList();
        Assert.True(missing.Count == 0, $"No such tests: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Architecture_EveryInvariant_IsATestByThatName()
    {
        var invariants = Invariant().Matches(File.ReadAllText(Repository.At("ARCHITECTURE.md")))
            .Select(match => (Number: match.Groups["number"].Value, Names: match.Groups["names"].Value)).ToList();
        var proofs = Claim().Matches(Claims).ToDictionary(row => row.Groups["claim"].Value.Split(':')[0], row => row.Groups["proof"].Value);

        Assert.True(invariants.Count >= 9, "The invariants were not found.");
        Assert.Equal(
            invariants.Select(invariant => $"{invariant.Number}. {invariant.Names}"),
            proofs.Keys.Where(claim => char.IsDigit(claim[0])));
        Assert.All(invariants, invariant => Assert.All(invariant.Names.Split(", "), name =>
            Assert.Contains($"Tests.{InCode(name)}_", proofs[$"{invariant.Number}. {invariant.Names}"], StringComparison.Ordinal)));
    }

    /// <summary>"Server's word" is <c>ServersWord</c>.</summary>
    private static string InCode(string name) =>
        string.Concat(name.Replace("'", "", StringComparison.Ordinal).Split(' ')
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex(@"^\| (?!Claim |---)(?<claim>[^|]+) \|(?<proof>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Claim();

    [GeneratedRegex(@"^(?<number>\d+)\. \*\*(?<names>[^*]+)\.\*\*", RegexOptions.Multiline)]
    private static partial Regex Invariant();

    [GeneratedRegex(@"public (?:async )?(?:Task|void|ValueTask) (?<name>\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`(?<name>\w+(?:\.\w+)?)`")]
    private static partial Regex Name();
}
