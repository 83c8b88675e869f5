using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class TerminalChatTests(SharedServer shared)
{
    [Fact]
    public async Task Chat_MessageWhileTyping_AppearsAboveTheLine()
    {
        await using var window = await JoinAsync("typing");
        await using var bob = await CommandProcess.JoinAsync(shared.Server.GrpcAddress, "bob", "typing");
        await window.TypeAsync("half a 日本");
        await window.UntilAsync("ada> half a 日本");

        await bob.TypeAsync("am I interrupting? 👍");
        await window.UntilAsync("am I interrupting");
        var rows = await window.UntilAsync("ada> half a 日本");

        Assert.EndsWith("bob: am I interrupting? 👍", rows[^2], StringComparison.Ordinal);
        Assert.Equal("ada> half a 日本", rows[^1]);
        Assert.Equal("ada> half a ".Length + 4, await window.CursorColumnAsync());

        await window.TypeAsync(" line");
        await window.PressAsync("Enter");
        Assert.Equal("ada: half a 日本 line", CommandProcess.WithoutTime(await bob.ReadLineAsync("half")));
    }

    [Fact]
    public async Task Chat_Editing_SendsWhatTheScreenShows()
    {
        await using var window = await JoinAsync("editing");
        await using var bob = await CommandProcess.JoinAsync(shared.Server.GrpcAddress, "bob", "editing");

        await window.TypeAsync("xheloo日");
        await window.PressAsync("BSpace", "Left", "BSpace", "Home", "DC", "End");
        await window.UntilAsync("ada> helo");
        await window.PressAsync("M-b", "C-Right", "Left");
        await window.TypeAsync("l");
        await window.UntilAsync("ada> hello");
        await window.PressAsync("Enter");
        Assert.Equal("ada: hello", CommandProcess.WithoutTime(await bob.ReadLineAsync("ada: ")));

        await window.TypeAsync("draft");
        await window.PressAsync("Up");
        await window.UntilAsync("ada> hello");
        await window.PressAsync("Down");
        await window.UntilAsync("ada> draft");
    }

    [Fact]
    public async Task Chat_Commands_AreNotSent()
    {
        await using var window = await JoinAsync("commands");
        await using var bob = await CommandProcess.JoinAsync(shared.Server.GrpcAddress, "bob", "commands");

        await window.TypeAsync("/quti");
        await window.PressAsync("Enter");
        await window.UntilAsync("Not sent: there is no command /quti.");
        await window.TypeAsync("/help");
        await window.PressAsync("Enter");
        await window.UntilAsync("Ctrl+L");
        await window.TypeAsync("//quti");
        await window.PressAsync("Enter");

        Assert.Equal("ada: /quti", CommandProcess.WithoutTime(await bob.ReadLineAsync("ada: ")));
    }

    [Theory]
    [InlineData("/quit", "Enter")]
    [InlineData("half a line", "C-c")]
    [InlineData("", "C-d")]
    public async Task Chat_Left_RestoresTheTerminal(string line, string key)
    {
        await using var window = await JoinAsync("leaving");

        await window.TypeAsync(line);
        await window.UntilAsync($"ada> {line}".TrimEnd());
        await window.PressAsync(key);

        await window.UntilAsync("code=0");
        await AssertUsableAsync(window);
    }

    [Fact]
    public async Task Chat_ServerKilled_RestoresTheTerminalAndReportsIt()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var window = await JoinAsync("killed", server.GrpcAddress);
        await window.TypeAsync("here");
        await window.PressAsync("Enter");
        await window.UntilAsync("ada: here");
        await window.TypeAsync("half a line");
        await window.UntilAsync("ada> half a line");

        server.Process.Signal("KILL");

        var rows = await window.UntilAsync("code=1");
        Assert.Contains(rows, row => row.StartsWith("parley: lost the connection to ", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.StartsWith("ada>", StringComparison.Ordinal));
        await AssertUsableAsync(window);
    }

    [Fact]
    public async Task Chat_Resized_KeepsOneInputLine()
    {
        await using var window = await JoinAsync("resized");
        var line = string.Concat(Enumerable.Repeat("0123456789", 6));
        await window.TypeAsync(line);
        await window.UntilAsync($"ada> {line}");

        await window.ResizeAsync(40, 20);
        await window.UntilAsync("one short input line", screen =>
            LastRow(screen) is { Length: < 40 } row && row.StartsWith("ada> ", StringComparison.Ordinal));
        await window.ResizeAsync(100, 20);
        var rows = await window.UntilAsync($"ada> {line}");

        Assert.Single(rows, row => row.Contains("0123456789", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chat_FiveThousandMessagesAtOnce_StaysResponsive()
    {
        const int Count = 5_000;
        await using var window = await JoinAsync("flood");
        await window.TypeAsync("half");
        await window.UntilAsync("ada> half");
        await using var flood = CommandProcess.Start(
            "send", "--user", "flood", "--room", "flood", "--server", shared.Server.GrpcAddress, "-");
        for (var i = 1; i <= Count; i++)
        {
            await flood.TypeAsync($"message {i} of {Count}");
        }

        flood.Input.Close();
        await window.TypeAsync(" a line");

        var rows = await window.UntilAsync("the last message and the line", screen =>
            screen.Contains($"message {Count} of", StringComparison.Ordinal) && LastRow(screen) == "ada> half a line");
        Assert.EndsWith($"flood: message {Count} of {Count}", rows[^2], StringComparison.Ordinal);
        Assert.Equal(0, await flood.WaitForExitAsync());
    }

    private async Task<TerminalWindow> JoinAsync(string room, string? server = null)
    {
        var window = await TerminalWindow.OpenAsync();
        var program = string.Join(' ', Repository.Parley.Select(word => $"'{word}'"));
        var command = $"{program} chat --user ada --room {room} --server {server ?? shared.Server.GrpcAddress}";
        await window.TypeAsync($"clear; {command}; echo code=$?");
        await window.PressAsync("Enter");
        await window.UntilAsync($"You are ada in {room}");
        return window;
    }

    private static async Task AssertUsableAsync(TerminalWindow window)
    {
        await window.TypeAsync("echo us''able");
        await window.UntilAsync("$ echo us''able");
        await window.PressAsync("Enter");
        await window.UntilAsync("the command's output", screen => screen.Split('\n').Any(row => row == "usable"));
    }

    private static string LastRow(string screen) => screen.TrimEnd().Split('\n')[^1];
}
