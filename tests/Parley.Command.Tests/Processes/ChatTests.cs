using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class ChatTests(SharedServer shared)
{
    private string Server => shared.Server.GrpcAddress;

    [Fact]
    public async Task Chat_TwoClients_ReceiveEachOthersMessages()
    {
        await using var ada = await CommandProcess.JoinAsync(Server, "ada", "two");
        await using var bob = await CommandProcess.JoinAsync(Server, "bob", "two");

        await ada.TypeAsync("hello, 日本語 👍🏽");
        await bob.TypeAsync("/hello yourself");

        Assert.Matches(@"^\[\d\d:\d\d:\d\d\] ada: hello, 日本語 👍🏽$", await bob.ReadLineAsync("hello, "));
        Assert.Equal("bob: /hello yourself", CommandProcess.WithoutTime(await ada.ReadLineAsync("yourself")));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public async Task Chat_ManyLinesPiped_AllComeBackInOrder(int count)
    {
        await using var chat = CommandProcess.Start("chat", "--user", "ada", "--room", $"piped-{count}", "--server", Server);
        var reading = chat.ReadToEndAsync();

        for (var i = 0; i < count; i++)
        {
            await chat.Input.WriteLineAsync($"line {i}");
        }

        chat.Input.Close();

        var lines = await reading.Within("everything to come back");
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"ada: line {i}"), lines.Select(CommandProcess.WithoutTime));
        Assert.Equal(0, await chat.WaitForExitAsync());
        Assert.Empty(chat.Errors);
    }

    [Fact]
    public async Task Chat_QuitLine_IgnoresTheRestOfTheInput()
    {
        await using var chat = CommandProcess.Start("chat", "--user", "ada", "--room", "quit", "--server", Server);

        await chat.TypeAsync("one\n\n/quit\ntwo");

        Assert.Equal(0, await chat.WaitForExitAsync());
        Assert.Equal(["ada: one"], (await chat.ReadToEndAsync()).Select(CommandProcess.WithoutTime));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Chat_Interrupted_ExitsWithZero(string signal)
    {
        await using var chat = await CommandProcess.JoinAsync(Server, "ada", "interrupted");

        chat.Signal(signal);

        Assert.Equal(0, await chat.WaitForExitAsync());
        Assert.Empty(chat.Errors);
    }

    [Fact]
    public async Task Chat_UnsafeText_IsPrintedSafely()
    {
        await using var bob = await CommandProcess.JoinAsync(Server, "bob", "unsafe");
        await using var send = CommandProcess.Start(
            "send", "--user", "eve", "--room", "unsafe", "--server", Server, "\e[2J\nx\u2066\u200B");

        Assert.Equal("eve: \uFFFD[2J x\uFFFD\uFFFD", CommandProcess.WithoutTime(await bob.ReadLineAsync("eve")));
    }

    [Fact]
    public async Task Chat_SettingsInTheEnvironment_AreDefaults()
    {
        await using var bob = await CommandProcess.JoinAsync(Server, "bob", "environment");
        await using var send = CommandProcess.StartWith(
            new() { ["PARLEY_USER"] = "env", ["PARLEY_ROOM"] = "environment", ["PARLEY_SERVER"] = new Uri(Server).Authority },
            "send",
            "hi");
        Assert.Equal("env: hi", CommandProcess.WithoutTime(await bob.ReadLineAsync("hi")));

        await using var other = CommandProcess.StartWith(
            new() { ["PARLEY_USER"] = "env", ["PARLEY_ROOM"] = "elsewhere", ["PARLEY_SERVER"] = Server },
            "send",
            "--user",
            "line",
            "--room",
            "environment",
            "hi");
        Assert.Equal("line: hi", CommandProcess.WithoutTime(await bob.ReadLineAsync("hi")));
    }
}
