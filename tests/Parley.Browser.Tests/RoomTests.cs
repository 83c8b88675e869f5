using Microsoft.Playwright;
using Parley.Browser.Tests.Pages;
using Parley.Testing;

namespace Parley.Browser.Tests;

/// <summary>Rooms with a history, and addresses of rooms.</summary>
public sealed class RoomTests(SharedServer shared, SharedBrowser browser)
{
    private const int Messages = 3_000;

    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task History_Scrolled_ShowsEveryMessageInOrder()
    {
        const string Room = "history";
        await PostAsync(Room, Messages);
        await using var tab = await browser.OpenAsync(_server.WebAddress, "ada", Room);
        await tab.SeesAsync($"message {Messages} ");

        var seen = new SortedSet<int>();
        while (!seen.Contains(1))
        {
            var shown = await tab.MessageList.EvaluateAsync<int[]>(ScrollUp);
            Assert.Equal(shown.Order(), shown);
            seen.UnionWith(shown);
        }

        Assert.Equal(Enumerable.Range(1, Messages), seen);
        Assert.Empty(tab.Problems);
    }

    [Fact]
    public async Task BusyRoom_AtItsNewestMessage_KeepsFewOfThem()
    {
        const string Room = "busy";
        await using var tab = await browser.OpenAsync(_server.WebAddress, "ada", Room);

        await PostAsync(Room, Messages);
        await tab.SeesAsync($"message {Messages} ");

        // What was dropped can be loaded again.
        await tab.Page.GotoAsync($"{_server.WebAddress}/#/rooms/{Room}/7");
        await tab.SeesAsync("message 7 ");
        Assert.Empty(tab.Problems);
    }

    [Theory]
    [InlineData("x%27%3B%20touch%20x%3B%20%27")]
    [InlineData("two%20words")]
    [InlineData("..")]
    [InlineData("%E0%A4%A")]
    public async Task Address_OfNoRoom_OpensNone(string name)
    {
        await using var tab = await browser.OpenAsync(_server.WebAddress, "ada", "lobby");

        await tab.Page.GotoAsync($"{_server.WebAddress}/#/rooms/{name}");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("lobby");
        Assert.DoesNotContain("touch", await tab.Page.ContentAsync(), StringComparison.Ordinal);
        await tab.Page.ReloadAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "lobby" })).ToBeVisibleAsync();
        Assert.DoesNotContain("touch", await tab.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MessageBeforeAWaitingOne_IsReachedByTheKeyboard()
    {
        await using var tab = await browser.OpenAsync(_server.WebAddress, "ada", "keyboard");
        await tab.SayAsync("the first");
        await tab.SeesAsync("the first");
        await Assertions.Expect(tab.Page.GetByLabel("Sent", new() { Exact = true })).ToHaveCountAsync(1);
        await tab.Page.Context.SetOfflineAsync(true);
        await tab.Page.RouteWebSocketAsync("**", _ => { });
        await tab.SayAsync("the second");
        await tab.SeesAsync("the second");

        await tab.MessageBox.PressAsync("ArrowUp");

        await Assertions.Expect(tab.Messages.Filter(new() { HasText = "the first" })).ToBeFocusedAsync();
    }

    private const string ScrollUp = """
        async (list) => {
          const shown = [...list.querySelectorAll('article[data-sequence]')].map((article) => Number(article.dataset.sequence));
          list.scrollBy(0, -300);
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          return shown;
        }
        """;

    private async Task PostAsync(string room, int count)
    {
        var calls = _server.ConnectRooms();
        for (var i = 1; i <= count; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, 100).Select(async number =>
            {
                await calls.PostAsync(new()
                {
                    User = "bob",
                    Room = room,
                    CommandId = $"{number}",
                    Content = new() { Message = new() { Text = $"message {number} of the history" } },
                });
            }));
        }
    }
}
