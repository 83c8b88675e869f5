using Microsoft.Playwright;
using Parley.Browser.Tests.Pages;
using Parley.Testing;

namespace Parley.Browser.Tests;

/// <summary>Rooms with a history, and addresses of rooms.</summary>
public sealed class RoomTests(SharedServer shared, SharedBrowser browser)
{
    private const int Messages = 2_000;
    private const string Shown =
        "(list) => [...list.querySelectorAll('article[data-sequence]')].map((article) => Number(article.dataset.sequence))";

    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task History_Scrolled_ShowsEveryMessageInOrder()
    {
        const string Room = "history";
        await PostAsync(Room, Messages);
        await using var tab = await browser.OpenAsync(_server.WebAddress, "ada", Room);
        await tab.SeesAsync($"message {Messages} of");

        var seen = new SortedSet<int>();
        while (!seen.Contains(1))
        {
            var shown = await tab.MessageList.EvaluateAsync<int[]>(Shown);
            Assert.Equal(shown.Order(), shown);
            seen.UnionWith(shown);
            await tab.ScrollUpAsync();
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
        await tab.SeesAsync($"message {Messages} of");

        // What was dropped can be loaded again.
        await tab.Page.GotoAsync($"{_server.WebAddress}/#/rooms/{Room}/7");
        await tab.SeesAsync("message 7 of");
        Assert.Empty(tab.Problems);
    }

    [Theory]
    [InlineData("x%27%3B%20smuggled%20x%3B%20%27")]
    [InlineData("two%20words")]
    [InlineData("..")]
    [InlineData("%E0%A4%A")]
    public async Task Address_OfNoRoom_OpensNone(string name)
    {
        await using var tab = await browser.OpenAsync(_server.WebAddress, "ada", "lobby");

        await tab.Page.GotoAsync($"{_server.WebAddress}/#/rooms/{name}");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("lobby");
        Assert.DoesNotContain("smuggled", await tab.Page.InnerTextAsync("body"), StringComparison.Ordinal);
        await tab.Page.ReloadAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "lobby" })).ToBeVisibleAsync();
        Assert.DoesNotContain("smuggled", await tab.Page.InnerTextAsync("body"), StringComparison.Ordinal);
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

    private async Task PostAsync(string room, int count)
    {
        var calls = _server.ConnectRooms();
        for (var i = 1; i <= count; i++)
        {
            await calls.PostAsync(new()
            {
                User = "bob",
                Room = room,
                CommandId = $"{i}",
                Content = new() { Message = new() { Text = $"message {i} of the history" } },
            });
        }
    }
}
