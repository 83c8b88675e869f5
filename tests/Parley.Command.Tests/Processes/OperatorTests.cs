using System.Globalization;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Commands to a running server.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task Erase_Messages_AreGoneForEverybody()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await DataFolder.PostAsync(server.GrpcAddress, "r", 9);
        await using var tail = CommandProcess.Start("tail", "--user", "bob", "--room", "r", "--last", "1", "--server", server.GrpcAddress);
        Assert.EndsWith("ada: 9", await tail.ReadLineAsync("9 "), StringComparison.Ordinal);

        Assert.Equal(["contents of 4 events erased"], await EraseAsync(folder, "r", "2", "5-7"));

        Assert.EndsWith("operator: (erased 2, 5, 6, 7)", await tail.ReadLineAsync("10 "), StringComparison.Ordinal);
        string[] expected =
        [
            "ada: 1", "ada: (erased)", "ada: 3", "ada: 4", "ada: (erased)", "ada: (erased)", "ada: (erased)", "ada: 8", "ada: 9",
            "operator: (erased 2, 5, 6, 7)",
        ];
        var fromServer = await CommandProcess.RunAsync("history", "--room", "r", "--server", server.GrpcAddress);
        Assert.Equal(expected, fromServer.Select(CommandProcess.WithoutTime));
        Assert.Equal(fromServer, await CommandProcess.RunAsync("history", "--room", "r", "--data", folder.Path));
        var json = await CommandProcess.RunAsync("history", "--room", "r", "--json", "--last", "9", "--data", folder.Path);
        Assert.Contains("\"erased\":true", json[0], StringComparison.Ordinal);
        Assert.Contains("\"erases\":[2,5,6,7]", json[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_WhatCannotBeErased_IsSaid()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await DataFolder.PostAsync(server.GrpcAddress, "r", 5);
        await EraseAsync(folder, "r", "2", "--user", "moderator");
        await CommandProcess.RunAsync("trim", "--room", "r", "--keep", "5events", "--data", folder.Path);

        Assert.Equal(
            ["event 1 had already been removed completely", "event 2 had already been erased", "contents of 1 event erased"],
            await EraseAsync(folder, "r", "1-3"));
        await using var process = CommandProcess.Start("erase", "--data", folder.Path, "--room", "r", "4", "6", "99");
        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal(
            ["event 6 stays, because it created the room or erased others", "event 99 does not exist yet", "contents of 1 event erased"],
            await process.ReadToEndAsync());
    }

    [Fact]
    public async Task Trim_Room_KeepsTheNewestAndGivesSpaceBack()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await DataFolder.PostAsync(server.GrpcAddress, "r", 5_000);

        Assert.Equal(
            ["4990 events removed; events 4991 to 5000 are left"],
            await CommandProcess.RunAsync("trim", "--room", "r", "--keep", "90d,10events", "--data", folder.Path));
        Assert.Equal(
            ["0 events removed; events 4991 to 5000 are left"],
            await CommandProcess.RunAsync("trim", "--room", "r", "--keep", "90d,10events", "--data", folder.Path));
        Assert.StartsWith(
            "parley: '1x' is not a limit",
            await CommandProcess.FailAsync(2, "trim", "--room", "r", "--keep", "1x", "--data", folder.Path),
            StringComparison.Ordinal);
        var line = Assert.Single(await CommandProcess.RunAsync("compact", "--data", folder.Path));
        Assert.EndsWith(" bytes given back", line, StringComparison.Ordinal);
        Assert.True(long.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) > 100_000, line);
        Assert.Equal(["0 bytes given back"], await CommandProcess.RunAsync("compact", "--data", folder.Path));
    }

    [Theory]
    [InlineData("erase --room nosuch 1")]
    [InlineData("trim --room nosuch --keep 1events")]
    public async Task Command_RoomThatDoesNotExist_Fails(string command)
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);

        Assert.Equal(
            "parley: There is no room 'nosuch'.",
            await CommandProcess.FailAsync(1, [.. command.Split(' '), "--data", folder.Path]));
    }

    [Fact]
    public async Task Followers_OneThatReadsNothing_IsListedFirst()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await using var idle = await TailAsync(server, "idle", "quiet");
        await using var stopped = await TailAsync(server, "stopped", "busy");

        stopped.Signal("STOP");
        await using var send = CommandProcess.Start("send", "--user", "ada", "--room", "busy", "--server", server.GrpcAddress, "-");
        var text = new string('x', 16_000);
        for (var i = 0; i < 3_000; i++)
        {
            await send.Input.WriteLineAsync(text);
        }

        send.Input.Close();
        await send.SucceedAsync();
        var plain = await CommandProcess.RunAsync("followers", "--data", folder.Path);
        var json = await CommandProcess.RunAsync("followers", "--json", "--data", folder.Path);
        stopped.Signal("CONT");

        Assert.Equal(["busy", "quiet"], plain.Select(line => line.Split('\t')[1]));
        Assert.Equal("0\tquiet\tidle", plain[1]);
        Assert.InRange(long.Parse(plain[0].Split('\t')[0], CultureInfo.InvariantCulture), 100, 3_000);
        Assert.Equal("""{"room":"quiet","user":"idle","behind":0,"position":1,"head":1}""", json[1]);
    }

    [Theory]
    [InlineData("erase --room r 1")]
    [InlineData("trim --room r --keep 1events")]
    [InlineData("compact")]
    [InlineData("followers")]
    public async Task Command_NoServer_SaysWhatToDo(string command)
    {
        using var folder = await DataFolder.FillAsync("r", 1);

        var line = await CommandProcess.FailAsync(1, [.. command.Split(' '), "--data", folder.Path]);

        Assert.Contains($"No server takes commands in '{folder.Path}'", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("erase 1", "--room")]
    [InlineData("erase --room r", "SEQUENCE")]
    [InlineData("erase --room r x", "'x' is not a sequence")]
    [InlineData("erase --room r 0", "'0' is not a sequence")]
    [InlineData("erase --room r 9-7", "'9-7' is not a sequence")]
    [InlineData("erase --room r 9223372036854775808", "is not a sequence")]
    [InlineData("erase --room r 1-10001", "at most 10,000 sequences")]
    [InlineData("erase --room r! 1", "room name")]
    [InlineData("erase --room r 1 --user \u0001", "user name")]
    [InlineData("trim --room r", "--keep")]
    public async Task Command_ThatMakesNoSense_IsAUsageError(string command, string problem)
    {
        using var folder = new DataFolder();

        var line = await CommandProcess.FailAsync(2, [.. command.Split(' '), "--data", folder.Path]);

        Assert.Contains(problem, line, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Socket_OfAServerThatWasKilled_IsTakenOver()
    {
        using var folder = new DataFolder();
        await using (var killed = await ServerProcess.StartAsync(data: folder.Path))
        {
            killed.Process.Signal("KILL");
            await killed.Process.WaitForExitAsync();
        }

        Assert.True(File.Exists(Path.Combine(folder.Path, "parley.sock")));
        var line = await CommandProcess.FailAsync(1, "followers", "--data", folder.Path);
        Assert.Contains("No server takes commands in", line, StringComparison.Ordinal);
        await using var server = await ServerProcess.StartAsync(data: folder.Path);

        Assert.Empty(await CommandProcess.RunAsync("followers", "--data", folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "parley.sock")));
        }
    }

    [Fact]
    public async Task OperatorPaths_OnThePorts_DoNotExist()
    {
        await using var server = await ServerProcess.StartAsync();
        using var http = new HttpClient();

        foreach (var command in new[] { "erase", "trim", "compact", "followers" })
        {
            using var response = await http.PostAsync($"{server.WebAddress}/operator/{command}", new StringContent("{}"));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Serve_PathTooLongForASocket_ServesAndSaysSo()
    {
        using var folder = new DataFolder();
        var data = Path.Combine(folder.Path, new string('d', 100));
        await using var server = await ServerProcess.StartAsync(data: data);

        Assert.Contains("too long", await CommandProcess.FailAsync(1, "followers", "--data", data), StringComparison.Ordinal);
        await DataFolder.PostAsync(server.GrpcAddress, "r", 1);
        Assert.Contains(server.Process.Errors, line => line.Contains("erase do not work", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_SocketThatCannotBeCreated_ServesAndSaysSo()
    {
        using var folder = new DataFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "parley.sock", "in the way"));
        await using var server = await ServerProcess.StartAsync(data: folder.Path);

        await DataFolder.PostAsync(server.GrpcAddress, "r", 1);
        Assert.Contains(server.Process.Errors, line => line.Contains("erase do not work", StringComparison.Ordinal));
    }

    private static Task<List<string>> EraseAsync(DataFolder folder, string room, params string[] arguments) =>
        CommandProcess.RunAsync(["erase", "--data", folder.Path, "--room", room, .. arguments]);

    private static async Task<TestProcess> TailAsync(ServerProcess server, string user, string room)
    {
        await DataFolder.PostAsync(server.GrpcAddress, room, 1);
        var tail = CommandProcess.Start("tail", "--user", user, "--room", room, "--last", "1", "--server", server.GrpcAddress);
        await tail.ReadLineAsync("1 ");
        return tail;
    }
}
