using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int MaxLines = 400;

    private static readonly string[] Folders = ["src", "apps", "tests", "clients", "bench", "samples"];
    private static readonly string[] Endings = [".cs", ".go", ".py", ".cc", ".js", ".ts", ".tsx"];

    [Fact]
    public void Files_AreSmall()
    {
        var large = SourceFiles().Select(file => (File: file, Lines: File.ReadLines(file).Count())).Where(found => found.Lines > MaxLines);

        Assert.Empty(large);
    }

    [Fact]
    public void Files_HaveOneTopLevelTypeNamedAsTheFile()
    {
        var others = SourceFiles().Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(file =>
            TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)
                .Where(name => name != Path.GetFileName(file).Split('.')[0]).Select(name => $"{file}: {name}"));

        Assert.Empty(others);
    }

    [Fact]
    public void Files_LeaveNothingForLater()
    {
        var found = SourceFiles().Where(file => !file.EndsWith(nameof(SourceTests) + ".cs", StringComparison.Ordinal))
            .Where(file => Unfinished().IsMatch(File.ReadAllText(file)));

        Assert.Empty(found);
    }

    [Fact]
    public void Boundaries_AreChecked_OnRealFiles() => Assert.True(SourceFiles().Count() > 50, "The source files were not found.");

    private static IEnumerable<string> SourceFiles() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories))
        .Where(file => Endings.Contains(Path.GetExtension(file)))
        .Where(file => !Generated().IsMatch(Path.GetRelativePath(Repository.Root, file)));

    [GeneratedRegex(@"(^|/)(bin|obj|build|dist|gen|node_modules)/")]
    private static partial Regex Generated();

    [GeneratedRegex(
        @"^(?:public|internal|file)[\w ]*? (?:class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();
}
