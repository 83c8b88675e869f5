using Microsoft.Playwright;
using Parley.Browser.Tests.Pages;
using Parley.Testing;

namespace Parley.Browser.Tests;

/// <summary>People in browsers, and programs, in one room.</summary>
public sealed class TalkingTests(SharedServer shared, SharedBrowser browser)
{
    private const string Addresses = "links => links.map((link) => link.getAttribute('href'))";

    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task TwoTabs_Talk_AndAskNobodyElse()
    {
        await using var ada = await browser.OpenAsync(_server.WebAddress, "ada", "two-tabs");
        await using var bob = await browser.OpenAsync(_server.WebAddress, "bob", "two-tabs");

        await ada.SayAsync("Hello, **anyone** here?");
        await bob.SeesAsync("Hello, anyone here?");
        await bob.SayAsync("Hi Ada! 👋🏽 שלום");
        await ada.SeesAsync("Hi Ada! 👋🏽 שלום");
        await ada.SeesAsync("Hello, anyone here?");

        Assert.Empty(ada.Problems);
        Assert.Empty(bob.Problems);
    }

    [Fact]
    public async Task Texts_ThatTryToRun_AreOnlyText()
    {
        const string Room = "attacks";
        var user = Attacks.All.First(attack => attack.Length < 100);
        await using var tab = await browser.OpenAsync(_server.WebAddress, "ada", Room);
        var calls = _server.ConnectRooms();
        foreach (var (index, text) in Attacks.All.Index())
        {
            await calls.PostAsync(new()
            {
                User = user,
                Room = Room,
                CommandId = $"attack-{index}",
                Content = new() { Message = new() { Text = $"{index}: {text}" } },
            });
        }

        await tab.SayAsync("the end");
        await tab.SeesAsync("the end");
        var isAtTop = false;
        while (!isAtTop)
        {
            var addresses = await tab.Messages.GetByRole(AriaRole.Link).EvaluateAllAsync<string[]>(Addresses);
            Assert.All(addresses, address => Assert.Matches("^(https?|mailto):", address));
            isAtTop = await tab.MessageList.EvaluateAsync<double>("(list) => list.scrollTop") <= 0;
            await tab.ScrollUpAsync();
        }

        await tab.SeesAsync($"0: {Attacks.All[0]}");
        Assert.False(await tab.Page.EvaluateAsync<bool>("'attacked' in window"));
        Assert.Empty(tab.Problems);
    }

    [Fact]
    public async Task Tab_ChatCommandAndPythonClient_Talk()
    {
        Toolchain.Require("The toolchain for Python", () => Toolchain.Has("Python"));
        await using var make = TestProcess.Start("make", ["-C", Repository.At("clients", "python")]);
        await make.SucceedAsync();
        await using var ada = await browser.OpenAsync(_server.WebAddress, "ada", "mixed");
        await using var bob = TestProcess.StartParley(["chat", "--user", "bob", "--room", "mixed", "--server", _server.GrpcAddress]);
        await using var eve = TestProcess.Start(
            Repository.At("clients", "python", "chat.py"),
            ["--user", "eve", "--room", "mixed", "--server", new Uri(_server.GrpcAddress).Authority]);

        await bob.Input.WriteLineAsync("from the command");
        await ada.SeesAsync("from the command");
        await eve.Input.WriteLineAsync("from Python");
        await eve.Input.FlushAsync();
        await ada.SeesAsync("from Python");
        await ada.SayAsync("from the page");

        await bob.ReadLineAsync("ada: from the page");
        await eve.ReadLineAsync("ada: from the page");
        Assert.Empty(ada.Problems);
    }
}
