using Parley.Documents.Tests.Pages;
using Parley.Documents.Tests.Running;

namespace Parley.Documents.Tests;

/// <summary>Every page with shell lines, run from its first line to its last.</summary>
public sealed class PageTests(DocumentWorkspace workspace) : IClassFixture<DocumentWorkspace>
{
    public static TheoryData<string> Pages => [.. ShellPage.All.Where(page => page.ShellLines.Any()).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task ShellLines_OfAPage_DoWhatItShows(string name)
    {
        var page = ShellPage.All.Single(page => page.Name == name);
        PageTools.Require(page);
        using var runner = new PageRunner(workspace);

        try
        {
            await runner.RunAsync(page);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Fail($"{name}, {exception.Message}");
        }
    }
}
