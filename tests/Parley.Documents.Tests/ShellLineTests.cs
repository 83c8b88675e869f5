using Parley.Documents.Tests.Pages;

namespace Parley.Documents.Tests;

/// <summary>No shell line of the documents escapes: it is run, or its page states why not.</summary>
public sealed class ShellLineTests(ITestOutputHelper output)
{
    private const int MinShellLines = 60;

    [Fact]
    public void ShellLines_OfAllPages_FollowTheRules() => Assert.Empty(ShellPage.All.SelectMany(page => page.Mistakes));

    [Fact]
    public void Blocks_NotRun_HaveAReason()
    {
        foreach (var page in ShellPage.All)
        {
            foreach (var block in page.NotRun)
            {
                output.WriteLine($"{page.Name}:{block.Line} is not run: {block.Reason.Trim()}");
                Assert.False(string.IsNullOrWhiteSpace(block.Reason), $"{page.Name}:{block.Line} has no reason.");
                Assert.NotEmpty(block.ShellLines);
            }
        }
    }

    [Fact]
    public void ShellLines_OfAllPages_AreFound() =>
        Assert.InRange(ShellPage.All.Sum(page => page.ShellLines.Count()), MinShellLines, int.MaxValue);
}
