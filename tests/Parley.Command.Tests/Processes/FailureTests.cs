using System.Net;
using System.Net.Sockets;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Every failure is one line that explains what to do, and an exit code other than 0.</summary>
public sealed class FailureTests(SharedServer shared)
{
    private const int Failure = 1;
    private const int Usage = 2;

    /// <summary>135 bytes of UTF-8.</summary>
    private const string LongName = "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語";

    [Theory]
    [InlineData("chat", "--user", "ada")]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    [InlineData("history")]
    [InlineData("rooms")]
    public async Task AnyCommand_NobodyListens_ReportsUnreachable(params string[] arguments) =>
        await FailsAsync(Failure, "cannot reach http://localhost:1 (Connection refused).", [.. arguments, "--server", "localhost:1"]);

    [Theory]
    [InlineData("chat", "--user", "ada")]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    [InlineData("history", "--data", "nowhere")]
    [InlineData("rooms")]
    [InlineData("verify")]
    [InlineData("backup", "--to", "nowhere")]
    [InlineData("compact")]
    public async Task AnyCommand_UnknownVariable_NamesTheNearest(params string[] arguments)
    {
        await using var command = CommandProcess.StartWith(new() { ["PARLEY_SERVR"] = "localhost:1" }, arguments);

        Assert.Equal(Usage, await command.WaitForExitAsync());
        Assert.Equal("parley: There is no setting PARLEY_SERVR. Did you mean PARLEY_SERVER?", Assert.Single(command.Errors));
    }

    [Theory]
    [InlineData("chat", "--user", "ada")]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    [InlineData("history")]
    public async Task AnyCommand_ServerNeverAnswers_ReportsUnreachable(params string[] arguments)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await FailsAsync(Failure, "(no answer)", [.. arguments, "--server", silent.LocalEndpoint.ToString()!]);
    }

    [Theory]
    [InlineData("tail")]
    [InlineData("rooms")]
    public async Task AnyCommand_WebPort_ReportsUnreachable(string command) =>
        await FailsAsync(Failure, "(it does not speak HTTP/2)", command, "--server", shared.Server.WebAddress);

    [Theory]
    [InlineData("tail")]
    [InlineData("history")]
    public async Task AnyCommand_TlsToACleartextPort_ReportsUnreachable(string command) =>
        await FailsAsync(
            Failure, "(the TLS handshake failed)", command, "--server", $"https://{new Uri(shared.Server.GrpcAddress).Authority}");

    [Theory]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    [InlineData("tail", "--after", "1")]
    [InlineData("history")]
    [InlineData("history", "--after", "1")]
    [InlineData("rooms")]
    public async Task AnyCommandButChat_ChatOnlyServer_SuggestsChat(params string[] arguments)
    {
        await using var server = await ChatOnlyServer.StartAsync();

        await FailsAsync(Failure, "does not serve the Room contract; 'parley chat' works", [.. arguments, "--server", server.Address]);
    }

    [Fact]
    public async Task Chat_ServerKilled_ReportsALostConnection()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var chat = await CommandProcess.JoinAsync(server.GrpcAddress, "ada", "killed");

        server.Process.Signal("KILL");

        Assert.Equal(Failure, await chat.WaitForExitAsync());
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
    [InlineData("it has 0 bytes, and an id has 1 to 44", "send", "--user", "ada", "--id", "", "hello")]
    [InlineData("is not a valid id", "send", "--user", "ada", "--id", "012345678901234567890123456789012345678901234", "hello")]
    [InlineData("Required argument 'text' missing", "send", "--user", "ada")]
    [InlineData("control character U+0001", "tail", "--user", "a\u0001")]
    [InlineData("Say who you are: --user NAME", "tail", "--user", "")]
    [InlineData("'ftp://x' is not a server address", "rooms", "--server", "ftp://x")]
    [InlineData("with a port from 1 to 65,535", "rooms", "--server", "localhost:0")]
    [InlineData("with a port from 1 to 65,535", "rooms", "--server", "localhost:99999")]
    [InlineData("There is no option --bogus.", "tail", "--bogus")]
    [InlineData("There is no option -n.", "history", "-n", "3")]
    [InlineData("'kitchen' belongs to no option.", "history", "kitchen")]
    [InlineData("--to is ''. It must name a directory.", "backup", "--to", "")]
    [InlineData("--from is ''. It must name a directory.", "restore", "--from", "")]
    [InlineData("--data is ''. It must name a directory.", "verify", "--data", "")]
    [InlineData("--data is ''. It must name a directory.", "compact", "--data", "")]
    [InlineData("--data is ''. It must name a directory.", "history", "--data", "")]
    [InlineData("The TLS certificate cannot be read", "serve", "--tls-certificate", "/nowhere", "--tls-key", "/nowhere")]
    [InlineData("There is no command bogus.", "bogus")]
    [InlineData("Required argument missing for option: '--room'", "tail", "--room")]
    public async Task AnyCommand_InvalidCommandLine_ExplainsIt(string reason, params string[] arguments) =>
        await FailsAsync(Usage, reason, arguments);

    private static async Task FailsAsync(int exitCode, string reason, params string[] arguments)
    {
        var line = await CommandProcess.FailAsync(exitCode, arguments);

        Assert.StartsWith("parley: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }
}
