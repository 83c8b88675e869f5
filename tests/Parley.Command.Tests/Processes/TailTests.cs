using System.Text.Json;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class TailTests(SharedServer shared)
{
    private string Server => shared.Server.GrpcAddress;

    [Fact]
    public async Task Tail_UntilInterrupted_PrintsMessages()
    {
        await using var ada = await CommandProcess.JoinAsync(Server, "ada", "tail");
        await using var tail = CommandProcess.Start("tail", "--room", "tail", "--server", Server);
        await JoinedAsync(tail, ada);

        await ada.TypeAsync("the end");
        Assert.Matches(@"^\d+ \[\d\d:\d\d:\d\d\] ada: the end$", await tail.ReadLineAsync("the end"));

        tail.Signal("INT");
        await tail.SucceedAsync();
        Assert.Empty(tail.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public async Task Tail_OutputClosed_Ends(string option)
    {
        var room = $"head{option}";
        await using var ada = await CommandProcess.JoinAsync(Server, "ada", room);
        string[] options = option.Length > 0 ? [option] : [];
        await using var tail = CommandProcess.StartShell("\"$@\" | head -n 1", ["tail", "--room", room, "--server", Server, .. options]);
        await JoinedAsync(tail, ada);

        var ended = tail.WaitForExitAsync();
        await TypeUntilAsync(ada, ended);

        Assert.Equal(0, await ended);
        Assert.Empty(tail.Errors);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Tail_ServerRestarts_HasNoGapAndNoDuplicate(string signal)
    {
        await using var server = await RestartableServer.StartAsync();
        await using var tail = CommandProcess.Start("tail", "--last", "all", "--json", "--server", server.Address);
        await DataFolder.PostAsync(server.Address, "lobby", 20);
        await AssertSequencesAsync(tail, 1, 20);

        await server.StopAsync(signal);
        await server.RestartAsync();
        await DataFolder.PostAsync(server.Address, "lobby", 20);
        await AssertSequencesAsync(tail, 21, 20);

        tail.Signal("INT");
        await tail.SucceedAsync();
        Assert.Equal(2, tail.Errors.Count);
        Assert.Matches("^parley: reconnecting: .+[.]$", tail.Errors[0]);
        Assert.Equal("parley: reconnected.", tail.Errors[1]);
    }

    [Fact]
    public async Task Tail_LogReplaced_ReportsItAndContinues()
    {
        await using var server = await RestartableServer.StartAsync();
        await using var json = CommandProcess.Start("tail", "--last", "all", "--json", "--server", server.Address);
        await using var plain = CommandProcess.Start("tail", "--last", "all", "--server", server.Address);
        await DataFolder.PostAsync(server.Address, "lobby", 2);
        var old = await AssertSequencesAsync(json, 1, 2);
        await plain.ReadLineAsync("2 [");

        await server.StopAsync("KILL");
        await server.RestartAsync(newLog: true);

        var lost = (await ReadJsonAsync(json)).GetProperty("notResumed");
        Assert.Equal((old, 2L), Position(lost.GetProperty("lost")));
        var (now, sequence) = Position(lost.GetProperty("now"));
        Assert.NotEqual(old, now);
        Assert.Equal(0, sequence);
        await plain.ReadErrorAsync($"parley: lobby no longer has what follows '{old} 2': its log was replaced");
        await DataFolder.PostAsync(server.Address, "lobby", 1);
        Assert.Equal(now, await AssertSequencesAsync(json, 1, 1));
        Assert.StartsWith("1 [", await plain.ReadLineAsync(), StringComparison.Ordinal);
        plain.Signal("INT");
        await plain.SucceedAsync();
    }

    [Fact]
    public async Task Tail_AfterASequence_PrintsHistoryThenLive()
    {
        await DataFolder.PostAsync(Server, "tail-after", 5);
        await using var tail = CommandProcess.Start("tail", "--room", "tail-after", "--after", "3", "--json", "--server", Server);
        var epoch = await AssertSequencesAsync(tail, 4, 2);
        await using var again = CommandProcess.Start("tail", "--room", "tail-after", "--after", $"{epoch} 4", "--json", "--server", Server);
        await AssertSequencesAsync(again, 5, 1);
        await using var end = CommandProcess.Start("tail", "--room", "tail-after", "--after", "5", "--json", "--server", Server);
        await using var other = CommandProcess.Start(
            "tail", "--room", "tail-after", "--after", "0123456789abcdef 4", "--json", "--server", Server);
        var lost = (await ReadJsonAsync(other)).GetProperty("notResumed");
        Assert.Equal(("0123456789abcdef", 4L), Position(lost.GetProperty("lost")));
        Assert.Equal((epoch, 5L), Position(lost.GetProperty("now")));

        await DataFolder.PostAsync(Server, "tail-after", 1);

        await AssertSequencesAsync(tail, 6, 1);
        await AssertSequencesAsync(again, 6, 1);
        await AssertSequencesAsync(end, 6, 1);
        await AssertSequencesAsync(other, 6, 1);
    }

    [Fact]
    public async Task Tail_AfterTheEnd_ReportsTheEnd()
    {
        await DataFolder.PostAsync(Server, "tail-beyond", 1);

        var line = await CommandProcess.FailAsync(1, "tail", "--room", "tail-beyond", "--after", "9999", "--server", Server);

        Assert.Equal("parley: The room tail-beyond has 1 event; --after 9999 is beyond its end.", line);
    }

    [Theory]
    [InlineData("zoe", "--user", "zoe")]
    [InlineData("env")]
    public async Task Tail_WithAUser_JoinsUnderThatName(string name, params string[] arguments)
    {
        var room = $"tail-as-{name}";
        var rooms = shared.Server.ConnectRooms();
        using var watcher = await SessionTester.JoinAsync(rooms, "watcher", room);
        await using var tail = CommandProcess.StartWith(
            new() { ["PARLEY_USER"] = "env" }, ["tail", "--room", room, "--server", Server, .. arguments]);

        var presence = await watcher.UntilAsync(ServerFrame.FrameOneofCase.Presence);

        Assert.Equal((name, PresenceState.Joined), (presence.Presence.User, presence.Presence.State));
    }

    /// <summary>Waits until a tail has joined: another client sends messages until the tail prints one.</summary>
    private static async Task JoinedAsync(TestProcess tail, TestProcess other)
    {
        var printed = tail.ReadLineAsync();
        await TypeUntilAsync(other, printed);
        await printed;
    }

    private static async Task TypeUntilAsync(TestProcess other, Task done)
    {
        while (!done.IsCompleted)
        {
            await other.TypeAsync("anybody?");
            await other.ReadLineAsync("anybody?");
        }
    }

    /// <summary>Reads events that must have consecutive sequences.</summary>
    /// <returns>Their epoch.</returns>
    private static async Task<string> AssertSequencesAsync(TestProcess tail, int first, int count)
    {
        var epochs = new HashSet<string>();
        foreach (var sequence in Enumerable.Range(first, count))
        {
            var line = await ReadJsonAsync(tail);
            Assert.True(line.TryGetProperty("sequence", out var found), line.ToString());
            Assert.Equal(sequence, found.GetInt64());
            epochs.Add(line.GetProperty("epoch").GetString()!);
        }

        return Assert.Single(epochs);
    }

    private static async Task<JsonElement> ReadJsonAsync(TestProcess tail)
    {
        using var json = JsonDocument.Parse(await tail.ReadLineAsync());
        return json.RootElement.Clone();
    }

    private static (string Epoch, long Sequence) Position(JsonElement position) =>
        (position.GetProperty("epoch").GetString()!, position.GetProperty("sequence").GetInt64());
}
