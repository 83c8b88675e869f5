using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Architecture.Tests;

/// <summary>The files that people write, by ending. Generated and installed ones are left out.</summary>
internal static partial class RepositoryFiles
{
    private static readonly string[] Folders = ["apps", "bench", "clients", "docs", "eng", "proto", "samples", "src", "tests"];

    /// <summary>Files with one of the endings, such as <c>.cs</c>, in the root and, at any depth, in its folders.</summary>
    public static IEnumerable<string> Find(params string[] endings) => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Repository.Root))
        .Where(file => endings.Contains(Path.GetExtension(file)) && !Excluded().IsMatch(Path.GetRelativePath(Repository.Root, file)));

    /// <summary>The path from the root.</summary>
    public static string Name(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    [GeneratedRegex(@"(^|/)(bin|obj|build|dist|gen|node_modules|results|__pycache__|TestResults|artifacts)/")]
    private static partial Regex Excluded();
}
