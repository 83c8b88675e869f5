using Microsoft.Playwright;
using Parley.Testing;

namespace Parley.Browser.Tests.Pages;

/// <summary>The distribution's Chromium, without a window.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();

        // Its sandbox needs rights that containers do not have. The pages are our own.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>Opens a room in a browser of its own, as a new user.</summary>
    public async Task<Tab> OpenAsync(string server, string user, string room, BrowserNewContextOptions? options = null)
    {
        Toolchain.Require("Chromium", () => _browser is not null);
        var tab = await Tab.OpenAsync(_browser!, server, options ?? new());
        await tab.EnterAsync(user, room);
        return tab;
    }

    /// <summary>Opens the page as somebody who was never there.</summary>
    public async Task<Tab> OpenAsync(string server, BrowserNewContextOptions? options = null)
    {
        Toolchain.Require("Chromium", () => _browser is not null);
        return await Tab.OpenAsync(_browser!, server, options ?? new());
    }
}
