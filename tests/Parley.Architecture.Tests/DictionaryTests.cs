using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

/// <summary>One word for each thing: the words that were given up do not come back.</summary>
public sealed partial class DictionaryTests
{
    private static readonly string[] Code = [".cs", ".go", ".py", ".cc", ".h", ".js", ".proto"];
    private static readonly string[] Everything =
        [.. Code, ".md", ".html", ".css", ".csproj", ".props", ".sh", ".json", ".yaml", ".txt", ""];

    private static readonly (string Instead, string[] Where, Regex Forbidden)[] Words =
    [
        ("Chat contract", Everything, Tutorial()),
        ("Room contract", Everything, SessionContract()),
        ("Max or Min", Code, MostLeast()),
        ("cancellationToken", Code, Token()),
        ("Validate, or an error", Everything, Complaint()),
        ("the plain verb", Code, Poetry()),
        ("a name of its own for each type", Code, Alias()),
        ("reports, notifies, is notified, states", Everything, Told()),
        ("even if, even while", Everything, AlsoIf()),
        ("forever", Everything, ForEver()),
    ];

    public static TheoryData<string> Rules => [.. Words.Select(word => word.Instead)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Files_UseTheDictionarysWord(string instead)
    {
        var (_, where, forbidden) = Words.Single(word => word.Instead == instead);
        var found = RepositoryFiles.Find(where).Where(file => !IsExempt(file, instead)).SelectMany(file => File.ReadLines(file).Index()
            .Where(line => forbidden.IsMatch(line.Item))
            .Select(line => $"{RepositoryFiles.Name(file)}:{line.Index + 1}: {line.Item.Trim()}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Readme_NamesTheOrigin_Once() => Assert.Single(Tutorial().Matches(File.ReadAllText(Testing.Repository.At("README.md"))));

    [Fact]
    public void Types_OfOneProject_HaveNamesOfTheirOwn()
    {
        var twice = RepositoryFiles.Find(".csproj").Select(project => Path.GetDirectoryName(project)!).SelectMany(project =>
            RepositoryFiles.Find(".cs").Where(file => file.StartsWith(project + "/", StringComparison.Ordinal))
                .SelectMany(file => TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct()
                    .Select(name => (Name: name, File: Path.GetFileName(file).Split('.')[0], Folder: Path.GetDirectoryName(file))))
                .GroupBy(type => type.Name)
                .Where(group => group.Select(type => type.Folder).Distinct().Count() > 1)
                .Select(group => $"{RepositoryFiles.Name(project)}: {group.Key}"));

        Assert.Empty(twice);
    }

    // Exempt: the rules themselves, the README's one mention, the history, and names that others gave.
    private static bool IsExempt(string file, string instead) => RepositoryFiles.Name(file) switch
    {
        "tests/Parley.Architecture.Tests/DictionaryTests.cs" or "LICENSE" or "proto/package-lock.json" => true,
        "README.md" => instead == "Chat contract",
        _ => false,
    };

    [GeneratedRegex(@"tutorial|\bexercise", RegexOptions.IgnoreCase)]
    private static partial Regex Tutorial();

    [GeneratedRegex(@"session contract", RegexOptions.IgnoreCase)]
    private static partial Regex SessionContract();

    [GeneratedRegex(@"\b(Most|Least)([A-Z]\w*|\s*[=;,])")]
    private static partial Regex MostLeast();

    [GeneratedRegex(@"CancellationToken token\b")]
    private static partial Regex Token();

    [GeneratedRegex(@"complain", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"\b(Passing|Fly|FlyAsync|Hurry|WaryFor|IsWary|Depart|Untold|Patience|Absence)\b")]
    private static partial Regex Poetry();

    [GeneratedRegex(@"^using (?<name>\w+) = [\w.]+\.\k<name>;")]
    private static partial Regex Alias();

    [GeneratedRegex(@"\b(is|are|was|were|be|been)( not)? told\b|\b(tells|says) so\b", RegexOptions.IgnoreCase)]
    private static partial Regex Told();

    [GeneratedRegex(@"\balso (if|while|when)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AlsoIf();

    [GeneratedRegex(@"\bfor ever\b", RegexOptions.IgnoreCase)]
    private static partial Regex ForEver();

    [GeneratedRegex(
        @"^(?:public|internal|file)[\w ]*? (?:class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
