using Microsoft.Playwright;
using Parley.Browser.Tests.Pages;
using Parley.Testing;

namespace Parley.Browser.Tests;

/// <summary>The server is killed while somebody types.</summary>
public sealed class RestartTests(SharedBrowser browser)
{
    [Fact]
    public async Task Server_KilledWhileSomebodyTypes_LosesNothing()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-");
        var server = await ServerProcess.StartAsync(data: data.FullName);
        var port = new Uri(server.WebAddress).Port;
        await using var ada = await browser.OpenAsync(server.WebAddress, "ada", "restart");
        await ada.SayAsync("before");
        await ada.SeesAsync("before");
        await Assertions.Expect(ada.Page.GetByLabel("Sent", new() { Exact = true })).ToHaveCountAsync(1);
        await ada.MessageBox.FillAsync("half a sen");

        server.Process.Signal("KILL");
        await server.Process.WaitForExitAsync();
        await server.DisposeAsync();
        await Assertions.Expect(ada.Banner).ToBeVisibleAsync();
        Assert.Equal("half a sen", await ada.MessageBox.InputValueAsync());
        await ada.MessageBox.PressSequentiallyAsync("tence");
        await ada.MessageBox.PressAsync("Enter");
        await ada.SeesAsync("half a sentence");
        await Assertions.Expect(ada.Page.GetByLabel("Sending")).ToHaveCountAsync(1);
        await ada.MessageBox.FillAsync("a draft");

        await using var next = await ServerProcess.StartAsync(data: data.FullName, webPort: port);
        await Assertions.Expect(ada.Banner).ToBeHiddenAsync();
        await Assertions.Expect(ada.Page.GetByLabel("Sending")).ToHaveCountAsync(0);
        await ada.SeesAsync("before");
        await ada.SeesAsync("half a sentence");
        Assert.Equal("a draft", await ada.MessageBox.InputValueAsync());

        await ada.Page.ReloadAsync();
        await ada.SeesAsync("half a sentence");
        Assert.Equal("a draft", await ada.MessageBox.InputValueAsync());
        await using var bob = await browser.OpenAsync(next.WebAddress, "bob", "restart");
        await Assertions.Expect(bob.Messages).ToHaveCountAsync(2);
        await next.DisposeAsync();
        data.Delete(recursive: true);
    }
}
