using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class SendTests(SharedServer shared)
{
    private string Server => shared.Server.GrpcAddress;

    [Fact]
    public async Task Send_OneMessage_ReachesOthers()
    {
        await using var ada = await CommandProcess.JoinAsync(Server, "ada", "send");
        await using var send = CommandProcess.Start("send", "--user", "bot", "--room", "send", "--server", Server, "build passed");

        await send.SucceedAsync();
        Assert.Empty(await send.ReadToEndAsync());
        Assert.Equal("bot: build passed", CommandProcess.WithoutTime(await ada.ReadLineAsync("bot")));
    }

    [Fact]
    public async Task Send_EveryLineOfTheInput_IsOneMessage()
    {
        const int Count = 3_000;
        await using var ada = await CommandProcess.JoinAsync(Server, "ada", "send-lines");
        await using var send = CommandProcess.Start("send", "--user", "bot", "--room", "send-lines", "--server", Server, "-");
        for (var i = 0; i < Count; i++)
        {
            await send.Input.WriteLineAsync($"line {i}");
        }

        send.Input.Close();

        await send.SucceedAsync();
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal($"bot: line {i}", CommandProcess.WithoutTime(await ada.ReadLineAsync()));
        }
    }

    [Fact]
    public async Task Send_SameIdAgain_SendsOnlyWhatIsMissing()
    {
        await SendAsync("--id", "import", "a");
        await SendAsync("--id", "import", "a");
        await SendLinesAsync("b", "", "c");
        await SendLinesAsync("b", "", "c", "d");

        var history = await HistoryAsync(Server, "send-again");
        Assert.Equal(["bot: a", "bot: b", "bot: c", "bot: d"], history.Select(CommandProcess.WithoutTime));

        await using var other = Start("--id", "import", "something else");
        Assert.Equal(1, await other.WaitForExitAsync());
        Assert.Contains("used for other content", Assert.Single(other.Errors), StringComparison.Ordinal);

        TestProcess Start(params string[] arguments) =>
            CommandProcess.Start(["send", "--user", "bot", "--room", "send-again", "--server", Server, .. arguments]);

        async Task SendAsync(params string[] arguments)
        {
            await using var send = Start(arguments);
            await send.SucceedAsync();
        }

        async Task SendLinesAsync(params string[] lines)
        {
            await using var send = Start("--id", "import", "-");
            foreach (var line in lines)
            {
                await send.Input.WriteLineAsync(line);
            }

            send.Input.Close();
            await send.SucceedAsync();
        }
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Send_ServerRestarts_EveryLineIsThereOnceInOrder(string signal)
    {
        const int Count = 6_000;
        await using var server = await RestartableServer.StartAsync();
        await using var tail = CommandProcess.Start("tail", "--last", "all", "--server", server.Address);
        await using var send = CommandProcess.Start("send", "--user", "bot", "--server", server.Address, "-");
        var writing = WriteAsync(send, 1, Count / 2);
        await tail.ReadLineAsync("bot: 500");

        await server.StopAsync(signal);
        await writing.Within("the first half to be read");
        await server.RestartAsync();
        await WriteAsync(send, (Count / 2) + 1, Count / 2).Within("the second half to be read");
        send.Input.Close();

        await send.SucceedAsync();
        Assert.Empty(send.Errors);
        var history = await HistoryAsync(server.Address, "lobby");
        Assert.Equal(Enumerable.Range(1, Count).Select(i => $"bot: {i}"), history.Select(CommandProcess.WithoutTime));
    }

    [Fact]
    public async Task Send_TextTooLong_FailsWithTheReason()
    {
        var text = new string('x', 16_385);
        await using var send = CommandProcess.Start("send", "--user", "bot", "--room", "send-long", "--server", Server, text);

        Assert.Equal(1, await send.WaitForExitAsync());
        Assert.Equal(
            "parley: the message was not accepted: The text has 16385 bytes of UTF-8; 16384 are allowed.", Assert.Single(send.Errors));
    }

    [Fact]
    public async Task Send_LineTooLong_NamesItAndStops()
    {
        await using var send = CommandProcess.Start("send", "--user", "bot", "--room", "send-long-line", "--server", Server, "-");
        await send.TypeAsync($"one\n\nthree\n{new string('x', 16_385)}\nfive");

        Assert.Equal(1, await send.WaitForExitAsync());
        Assert.Equal(
            "parley: line 4 was not accepted: The text has 16385 bytes of UTF-8; 16384 are allowed. " +
            "2 lines were accepted before it, none after it.",
            Assert.Single(send.Errors));
        Assert.Equal(["bot: one", "bot: three"], (await HistoryAsync(Server, "send-long-line")).Select(CommandProcess.WithoutTime));
    }

    [Fact]
    public async Task Send_Interrupted_ReportsWhereToContinue()
    {
        await using var tail = CommandProcess.Start("tail", "--room", "send-interrupted", "--last", "all", "--server", Server);
        await using var send = CommandProcess.Start("send", "--user", "bot", "--room", "send-interrupted", "--server", Server, "-");
        await send.TypeAsync("one\n\nthree");
        await tail.ReadLineAsync("bot: three");

        send.Signal("INT");

        Assert.Equal(1, await send.WaitForExitAsync());
        Assert.Equal("parley: interrupted. 2 lines were accepted; continue with line 4.", Assert.Single(send.Errors));
    }

    [Fact]
    public async Task Send_UnreadableInput_Fails()
    {
        await using var send = CommandProcess.StartShell(
            "\"$@\" < /", "send", "--user", "bot", "--room", "send-directory", "--server", Server, "-");

        Assert.Equal(1, await send.WaitForExitAsync());
        Assert.StartsWith("parley: Standard input cannot be read: ", Assert.Single(send.Errors), StringComparison.Ordinal);
    }

    private static async Task WriteAsync(TestProcess send, int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            await send.Input.WriteLineAsync($"{number}");
        }

        await send.Input.FlushAsync();
    }

    private static Task<List<string>> HistoryAsync(string server, string room) =>
        CommandProcess.RunAsync("history", "--room", room, "--last", "all", "--server", server);
}
