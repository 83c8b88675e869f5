using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class SendTests(SharedServer shared)
{
    private string Server => shared.Server.GrpcAddress;

    [Fact]
    public async Task Send_OneMessage_IsHeardByOthers()
    {
        await using var ada = await ChatProcess.JoinAsync(Server, "ada", "send");
        await using var send = ChatProcess.Start("send", "--user", "bot", "--room", "send", "--server", Server, "build passed");

        Assert.Equal(0, await send.WaitForExitAsync());
        Assert.Empty(await send.ReadToEndAsync());
        Assert.Equal("bot: build passed", ChatProcess.Said(await ada.ReadLineAsync("bot")));
    }

    [Fact]
    public async Task Send_EveryLineOfTheInput_IsOneMessage()
    {
        const int Count = 3_000;
        await using var ada = await ChatProcess.JoinAsync(Server, "ada", "send-lines");
        await using var send = ChatProcess.Start("send", "--user", "bot", "--room", "send-lines", "--server", Server, "-");
        for (var i = 0; i < Count; i++)
        {
            await send.Input.WriteLineAsync($"line {i}");
        }

        send.Input.Close();

        Assert.Equal(0, await send.WaitForExitAsync());
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal($"bot: line {i}", ChatProcess.Said(await ada.ReadLineAsync()));
        }
    }

    [Fact]
    public async Task Send_TextTooLong_FailsWithTheServersReason()
    {
        var text = new string('x', 16_385);
        await using var send = ChatProcess.Start("send", "--user", "bot", "--room", "send-long", "--server", Server, text);

        Assert.Equal(1, await send.WaitForExitAsync());
        Assert.Contains("16384 are allowed", Assert.Single(send.Errors), StringComparison.Ordinal);
    }
}
