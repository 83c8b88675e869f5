using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Parley.Browser.Tests.Pages;

/// <summary>The page in a browser, and everything that went wrong in it.</summary>
public sealed class Tab : IAsyncDisposable
{
    private const float TimeoutMs = 20_000;

    private readonly string _server;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _problems = [];

    private Tab(string server, IBrowserContext context, IPage page)
    {
        (_server, _context, Page) = (server, context, page);
        page.Console += (_, message) => AddIf(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => _problems.Enqueue(error);
        page.Dialog += (_, dialog) => AddIf(true, $"a dialog: {dialog.Message}");
        page.Request += (_, request) => AddIf(
            !request.Url.StartsWith(server, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal),
            $"a request to {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the browser, dialogs, and requests to any other server.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public ILocator MessageBox => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });

    public ILocator MessageList => Page.GetByRole(AriaRole.List, new() { Name = "Messages" });

    public ILocator Messages => MessageList.GetByRole(AriaRole.Article);

    public ILocator Banner => Page.Locator(".banner");

    public static async Task<Tab> OpenAsync(IBrowser browser, string server, BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(TimeoutMs);
        Assertions.SetDefaultExpectTimeout(TimeoutMs);
        var tab = new Tab(server, context, await context.NewPageAsync());
        await tab.Page.GotoAsync(server);
        return tab;
    }

    /// <summary>Chooses a name, and enters a room.</summary>
    public async Task EnterAsync(string user, string room)
    {
        await Page.GetByLabel("Your name").FillAsync(user);
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(MessageBox).ToBeVisibleAsync();
        await GoToAsync(room);
    }

    /// <summary>Enters a room by its address.</summary>
    public async Task GoToAsync(string room)
    {
        await Page.GotoAsync($"{_server}/#/rooms/{Uri.EscapeDataString(room)}");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(room);
        await Assertions.Expect(MessageBox).ToBeVisibleAsync();
    }

    public async Task SayAsync(string text)
    {
        await MessageBox.FillAsync(text);
        await MessageBox.PressAsync("Enter");
    }

    /// <summary>Turns the wheel over the messages, and waits for the next frame.</summary>
    public async Task ScrollUpAsync()
    {
        await MessageList.HoverAsync();
        await Page.Mouse.WheelAsync(0, -400);
        await Page.EvaluateAsync("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
    }

    /// <summary>Waits until a text is on the page, once.</summary>
    public Task SeesAsync(string text) => Assertions.Expect(Messages.Filter(new() { HasText = text })).ToHaveCountAsync(1);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void AddIf(bool isProblem, string problem)
    {
        if (isProblem)
        {
            _problems.Enqueue(problem);
        }
    }
}
