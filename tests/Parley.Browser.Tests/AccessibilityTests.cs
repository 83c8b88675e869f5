using System.Text.Json;
using Microsoft.Playwright;
using Parley.Browser.Tests.Pages;
using Parley.Testing;

namespace Parley.Browser.Tests;

/// <summary>What axe-core finds on every screen.</summary>
public sealed class AccessibilityTests(SharedServer shared, SharedBrowser browser)
{
    private const string Run = """
        async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`)
        """;

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Screens_HaveNoFinding(ColorScheme scheme, int width)
    {
        var options = new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 800 },

            // The page's own policy forbids the script of axe-core.
            BypassCSP = true,
        };
        var room = $"axe-{scheme}-{width}";
        await using var tab = await browser.OpenAsync(shared.Server.WebAddress, options);
        Assert.Empty(await FindAsync(tab));
        await tab.EnterAsync("ada", room);
        Assert.Empty(await FindAsync(tab));
        await tab.SayAsync("Hello **bold** `code` https://example.com @ada\n\n```\nblock\n```\n> quote\n\n- item");
        await tab.SeesAsync("Hello bold");
        Assert.Empty(await FindAsync(tab));
        await tab.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        Assert.Empty(await FindAsync(tab));
    }

    private static async Task<string[]> FindAsync(Tab tab)
    {
        await tab.Page.EvaluateAsync(await File.ReadAllTextAsync(Repository.At("node_modules", "axe-core", "axe.min.js")));
        var found = await tab.Page.EvaluateAsync<JsonElement>(Run);
        return [.. found.EnumerateArray().Select(item => item.GetString()!)];
    }
}
