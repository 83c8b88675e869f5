using System.Globalization;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Terminals that go away: every write fails from then on, and the system sends SIGHUP unless it is ignored.</summary>
public sealed class HangUpTests(OutputFixture fixture) : IClassFixture<OutputFixture>
{
    public static TheoryData<string, string> Printing => new MatrixTheoryData<string, string>(
        [
            "--help", "--version", "tail --room r --last all --server SERVER", "history --room r --server SERVER",
            "history --room r --data STOPPED", "rooms --server SERVER", "verify --data STOPPED", "backup --data STOPPED --to NEW",
            "restore --data NEW --from STOPPED", "followers --data LIVE", "compact --data LIVE", "trim --room r --keep 1d --data LIVE",
            "erase --room r 1 --data LIVE", "chat --user ada --server SERVER", "send --user ada --server SERVER -",
        ],
        ["default", "ignored"]);

    [Theory]
    [MemberData(nameof(Printing))]
    public async Task Command_TerminalGoneBeforeTheStart_EndsWithZero(string command, string hangUp)
    {
        await using var terminal = Start("early", hangUp, fixture.Expand(command));

        Assert.Equal(["exit 0"], (await terminal.ReadToEndAsync().Within("the end")).Skip(1));
    }

    [Theory]
    [InlineData("chat --user ada --room r --server SERVER", "You are ada", "default")]
    [InlineData("chat --user ada --room r --server SERVER", "You are ada", "ignored")]
    [InlineData("tail --room r --last all --server SERVER", "ada: 3", "default")]
    [InlineData("tail --room r --last all --server SERVER", "ada: 3", "ignored")]
    public async Task Command_TerminalGoesAway_EndsWithZero(string command, string shown, string hangUp)
    {
        await using var terminal = Start("late", hangUp, fixture.Expand(command));
        await terminal.ReadLineAsync(shown);

        terminal.Input.Close();

        await EndsWithZeroAsync(terminal);
    }

    [Fact]
    public async Task Serve_TerminalGoesAway_SendsWhatItOwesAndEndsWithZero()
    {
        using var data = new DataFolder();
        await using var terminal = Start("late", "default", Serve(data.Path));
        var address = (await terminal.ReadLineAsync("gRPC ")).Split(' ')[^1];
        await DataFolder.PostAsync(address, "r", 1);
        await using var tail = CommandProcess.Start("tail", "--room", "r", "--last", "all", "--server", address);
        await tail.ReadLineAsync("ada: 1");

        terminal.Input.Close();

        await EndsWithZeroAsync(terminal);
        await tail.ReadErrorAsync("reconnecting: The server is shutting down");
    }

    [Fact]
    public async Task Serve_TerminalGoesAwayAndHangUpIsIgnored_KeepsServing()
    {
        using var data = new DataFolder();
        await using var terminal = Start("late", "ignored", Serve(data.Path));
        var id = (await terminal.ReadLineAsync("pid ")).Split(' ')[^1];
        var address = (await terminal.ReadLineAsync("gRPC ")).Split(' ')[^1];
        await terminal.ReadLineAsync("data ");

        terminal.Input.Close();

        await DataFolder.PostAsync(address, "r", 1);
        using var server = System.Diagnostics.Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", id]);
        await EndsWithZeroAsync(terminal);
    }

    private static string[] Serve(string data) => ["serve", "--grpc-port", "0", "--web-port", "0", "--data", data];

    private static TestProcess Start(string moment, string hangUp, string[] arguments) =>
        TerminalProcess.Start(moment, hangUp, new() { ["TERM"] = "xterm" }, [.. Repository.Parley, .. arguments]);

    private static async Task EndsWithZeroAsync(TestProcess terminal)
    {
        var end = (await terminal.ReadToEndAsync().Within("the end"))[^1];
        Assert.True(end.EndsWith("exit 0", StringComparison.Ordinal), terminal.Transcript);
    }
}
