using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Colours are for terminals that show them, unless NO_COLOR is set.</summary>
public sealed class ColorTests(SharedServer shared)
{
    private const string Color = "\e[1;38;5;";
    private const string Escape = "\e";

    [Theory]
    [InlineData("xterm-256color", null, true)]
    [InlineData("xterm-256color", "", true)]
    [InlineData("xterm-256color", "1", false)]
    [InlineData("xterm-256color", "0", false)]
    public async Task Chat_OnATerminal_HasColoursUnlessNoColorIsSet(string terminal, string? noColor, bool isColored)
    {
        await using var chat = Start(
            terminal, noColor, [.. Repository.Parley, "chat", "--user", "ada", "--room", "colors", "--server", shared.Server.GrpcAddress]);
        await chat.ReadLineAsync("You are ada");

        chat.Input.Close();

        var row = string.Concat(await chat.ReadToEndAsync().Within("the end"));
        Assert.Contains("ada", row, StringComparison.Ordinal);
        Assert.Equal(isColored, row.Contains(Color, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("--bogus")]
    [InlineData("history --help")]
    [InlineData("verify --data nowhere")]
    public async Task AnyCommand_ToAPipeOrOnADumbTerminal_HasNoControlCodes(string command)
    {
        await using var piped = CommandProcess.StartWith(new() { ["TERM"] = "xterm-256color" }, command.Split(' '));
        await piped.WaitForExitAsync();
        Assert.DoesNotContain(Escape, piped.Transcript, StringComparison.Ordinal);

        await using var dumb = Start("dumb", null, [.. Repository.Parley, .. command.Split(' ')]);
        await dumb.ReadLineAsync("exit ");
        Assert.DoesNotContain(Escape, dumb.Transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dumb", "exec \"$@\" 2>\"$LOG\"")]
    [InlineData("xterm-256color", "exec \"$@\" 2>\"$LOG\"")]
    public async Task Serve_LogInAFile_HasNoControlCodes(string terminal, string script)
    {
        using var data = new DataFolder();
        var log = Path.Combine(data.Path, "log");

        // The variable makes the server log a line.
        var environment = new Dictionary<string, string?> { ["LOG"] = log, ["PARLEY_SERVICE_HOST"] = "1", ["TERM"] = terminal };
        await using var server = TerminalProcess.Start(
            "late", "default", environment,
            ["sh", "-c", script, "sh", .. Repository.Parley, "serve", "--data", data.Path, "--grpc-port", "0", "--web-port", "0"]);
        await server.ReadLineAsync("data ");
        server.Input.Close();
        await server.ReadLineAsync("exit 0");

        var text = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        Assert.Contains("PARLEY_SERVICE_HOST", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, text, StringComparison.Ordinal);
    }

    private static TestProcess Start(string terminal, string? noColor, string[] command) =>
        TerminalProcess.Start("late", "default", new() { ["TERM"] = terminal, ["NO_COLOR"] = noColor }, command);
}
