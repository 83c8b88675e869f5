using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Documents.Tests.Pages;

/// <summary>Programs that the shell lines of a page need.</summary>
internal static class PageTools
{
    private static readonly string[] ForEveryPage = ["git", "script", "setsid"];
    private static readonly string[] ForSomePages = ["curl", "jq", "make", "node", "npm", "openssl"];

    private static readonly (string Folder, string Language)[] Clients =
        [("clients/cpp", "C++"), ("clients/go", "Go"), ("clients/python", "Python")];

    /// <summary>Skips the test if one is missing; where nothing may be skipped, fails it.</summary>
    public static void Require(ShellPage page)
    {
        foreach (var program in ForEveryPage.Concat(ForSomePages.Where(program => Mentions(page, program))))
        {
            Toolchain.Require(program, () => Toolchain.Runs("bash", "-c", $"command -v {program}"));
        }

        foreach (var (folder, language) in Clients.Where(client => Mentions(page, client.Folder)))
        {
            Toolchain.Require($"The toolchain for {language}", () => Toolchain.Has(language));
        }
    }

    private static bool Mentions(ShellPage page, string word) => page.ShellLines.Any(line => Regex.IsMatch(line.Text, $@"\b{word}\b"));
}
