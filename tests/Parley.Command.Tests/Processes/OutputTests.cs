using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>
/// Outputs that cannot be written: a full disk, a descriptor that was closed, a pipe that nobody reads. Every command ends with a line at
/// most.
/// </summary>
public sealed class OutputTests(OutputFixture fixture) : IClassFixture<OutputFixture>
{
    // Descriptor 9 is a pipe without a reader.
    private const string Unread = """
        pipe=$(mktemp -u); mkfifo "$pipe"; exec 8<>"$pipe" 9>"$pipe" 8<&-; rm "$pipe"
        """;

    private static readonly string[] PrintingCommands =
    [
        "--help", "--version", "history --help", "tail --room r --last all --server SERVER", "history --room r --server SERVER",
        "history --room r --data STOPPED", "rooms --server SERVER", "rooms --data STOPPED", "verify --data STOPPED",
        "backup --data STOPPED --to NEW", "restore --data NEW --from STOPPED", "followers --data LIVE", "compact --data LIVE",
        "trim --room r --keep 1d --data LIVE", "erase --room r 1 --data LIVE",
    ];

    public static TheoryData<string> Commands => [.. PrintingCommands];

    public static TheoryData<string, string> Printing =>
        new MatrixTheoryData<string, string>(PrintingCommands, [">/dev/full", ">&-"]);

    public static TheoryData<string, string> Failing => new MatrixTheoryData<string, string>(
        ["rooms --server localhost:1", "send", "chat --user ada --server localhost:1", "verify --data nowhere", "--what"],
        ["2>/dev/full", "2>&-", ">/dev/full 2>/dev/full", "<&- >&- 2>&-", "2>&9", ">&9 2>&9"]);

    [Theory]
    [MemberData(nameof(Printing))]
    public async Task Output_CannotBeWritten_IsOneLineAndAFailure(string command, string redirection)
    {
        await using var process = Start(redirection, fixture.Expand(command));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("The output cannot be written", Assert.Single(process.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    [InlineData("chat --user ada --room r --server SERVER")]
    public async Task Output_NobodyReads_EndsWithZeroAndSilence(string command)
    {
        await using var process = Start(">&9", fixture.Expand(command));

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Empty(process.Errors);
    }

    [Fact]
    public async Task Tail_ReaderHasEnough_EndsAtOnce()
    {
        await using var pipeline = CommandProcess.StartShell(
            """{ "$@"; echo "code $?" >&2; } | head -n 1""", fixture.Expand("tail --room r --last 1 --server SERVER"));

        await pipeline.SucceedAsync();

        Assert.Single(await pipeline.ReadToEndAsync());
        Assert.Equal(["code 0"], pipeline.Errors);
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task Errors_CannotBeWritten_ExitCodeIsTheUsualOne(string command, string redirection)
    {
        await using var usual = CommandProcess.Start(command.Split(' '));
        var expected = await usual.WaitForExitAsync();

        await using var process = Start(redirection, command.Split(' '));

        Assert.Equal(expected, await process.WaitForExitAsync());
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData(">&9")]
    [InlineData("2>&9")]
    [InlineData(">&9 2>&9")]
    public async Task Serve_WhateverCannotBeWritten_Serves(string redirection)
    {
        using var data = new DataFolder();
        await using var server = Start(redirection, "serve", "--data", data.Path, "--grpc-port", "0", "--web-port", "0");
        await WaitForSocketAsync(data.Path);

        Assert.Empty(await CommandProcess.RunAsync("followers", "--data", data.Path));
        server.Signal("TERM");
        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.All(server.Errors, line => Assert.StartsWith("parley: ", line, StringComparison.Ordinal));
    }

    private static TestProcess Start(string redirection, params string[] arguments) =>
        CommandProcess.StartShell($"{Unread}\nexec \"$@\" {redirection} 9>&-", arguments);

    private static async Task WaitForSocketAsync(string data)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(Path.Combine(data, "parley.sock")))
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
