using System.Net;
using System.Net.Sockets;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Whatever goes wrong: one line that says what to do, and an exit code that is not zero.</summary>
public sealed class FailureTests(SharedServer shared)
{
    private const int RunTime = 1;
    private const int Usage = 2;
    private const string LongName = "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語";

    [Theory]
    [InlineData("chat", "--user", "ada")]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    [InlineData("history")]
    [InlineData("rooms")]
    public async Task AnyCommand_NobodyListens_SaysThatTheServerCannotBeReached(params string[] arguments) =>
        await FailsAsync(RunTime, "cannot reach http://localhost:1 (Connection refused).", [.. arguments, "--server", "localhost:1"]);

    [Theory]
    [InlineData("chat", "--user", "ada")]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    [InlineData("history")]
    public async Task AnyCommand_TheServerNeverAnswers_SaysThatItCannotBeReached(params string[] arguments)
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();

        await FailsAsync(RunTime, "(no answer)", [.. arguments, "--server", mute.LocalEndpoint.ToString()!]);
    }

    [Theory]
    [InlineData("tail")]
    [InlineData("rooms")]
    public async Task AnyCommand_ThePortForBrowsers_SaysThatItCannotBeReached(string command) =>
        await FailsAsync(RunTime, "(it does not speak HTTP/2)", command, "--server", shared.Server.WebAddress);

    [Theory]
    [InlineData("tail")]
    [InlineData("history")]
    public async Task AnyCommand_TlsWhereThereIsNone_SaysThatItCannotBeReached(string command) =>
        await FailsAsync(RunTime, "(no TLS could be agreed on)", command, "--server", "https://" + new Uri(shared.Server.GrpcAddress).Authority);

    [Theory]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    [InlineData("tail", "--after", "1")]
    [InlineData("history")]
    [InlineData("history", "--after", "1")]
    [InlineData("rooms")]
    public async Task AnyCommandButChat_AServerOfTheExercise_SaysThatItTakesChat(params string[] arguments)
    {
        await using var server = await ChatOnlyServer.StartAsync();

        await FailsAsync(RunTime, "does not speak Parley's session contract; 'parley chat' talks", [.. arguments, "--server", server.Address]);
    }

    [Fact]
    public async Task Chat_ServerKilled_SaysThatTheConnectionIsLost()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var chat = await ChatProcess.JoinAsync(server.GrpcAddress, "ada", "killed");

        server.Process.Signal("KILL");

        Assert.Equal(RunTime, await chat.WaitForExitAsync());
        Assert.StartsWith($"parley: lost the connection to {server.GrpcAddress} (", Assert.Single(chat.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Say who you are: --user NAME", "chat")]
    [InlineData("Say who you are: --user NAME", "send", "hello")]
    [InlineData("control character U+0001", "chat", "--user", "a\u0001")]
    [InlineData("longer than 128 bytes", "chat", "--user", LongName)]
    [InlineData("The room name", "chat", "--user", "ada", "--room", "not;a;room")]
    [InlineData("The room name", "tail", "--room", "")]
    [InlineData("'ftp://x' is not a server address", "tail", "--server", "ftp://x")]
    [InlineData("the text is empty", "send", "--user", "ada", "")]
    [InlineData("'' is not an id", "send", "--user", "ada", "--id", "", "hello")]
    [InlineData("is not an id", "send", "--user", "ada", "--id", "012345678901234567890123456789012345678901234", "hello")]
    [InlineData("Required argument 'text' missing", "send", "--user", "ada")]
    [InlineData("control character U+0001", "tail", "--user", "a\u0001")]
    [InlineData("Say who you are: --user NAME", "tail", "--user", "")]
    [InlineData("'ftp://x' is not a server address", "rooms", "--server", "ftp://x")]
    [InlineData("'--bogus'", "tail", "--bogus")]
    [InlineData("'bogus'", "bogus")]
    [InlineData("Required argument missing for option: '--room'", "tail", "--room")]
    public async Task AnyCommand_CalledWrongly_SaysHowToCallIt(string reason, params string[] arguments) =>
        await FailsAsync(Usage, reason, arguments);

    private static async Task FailsAsync(int exitCode, string reason, params string[] arguments)
    {
        await using var process = ChatProcess.Start(arguments);

        Assert.Equal(exitCode, await process.WaitForExitAsync());
        var line = Assert.Single(process.Errors);
        Assert.StartsWith("parley: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Empty(await process.ReadToEndAsync());
    }
}
