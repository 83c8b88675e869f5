using System.Text;
using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>The cases in <c>docs/reference/text.md</c>, played by the clients. C# plays them in <c>SafeTextTests</c>.</summary>
public sealed class TextCaseTests
{
    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task Printable_CaseOfTheDocument_IsShownAsThere(string language)
    {
        await using var player = TestProcess.Start(await Languages.BuildClientAsync(language, "cases"), []);
        foreach (var played in TextCase.All)
        {
            await player.Input.WriteLineAsync(Convert.ToHexStringLower(played.ToBytes()));
        }

        player.Input.Close();
        var wrong = new List<string>();
        foreach (var played in TextCase.All)
        {
            var shown = Encoding.UTF8.GetString(Convert.FromHexString(await player.ReadLineAsync()));
            if (shown != played.Output)
            {
                wrong.Add($"{played.Line}\nshown: {shown}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(0, await player.WaitForExitAsync());
    }
}
