using System.Text.Json;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class HistoryTests(SharedServer shared)
{
    private string Server => shared.Server.GrpcAddress;

    [Theory]
    [InlineData(100)]
    [InlineData(3, "--last", "3")]
    [InlineData(0, "--last", "0")]
    [InlineData(250, "--last", "all")]
    [InlineData(250, "--last", "9223372036854775807")]
    public async Task History_OfAServer_PrintsTheLastMessages(int expected, params string[] last)
    {
        var room = $"history-{string.Concat(last)}";
        await DataFolder.PostAsync(Server, room, 250);

        var lines = await RunAsync(["--room", room, "--server", Server, .. last]);

        Assert.Equal(Numbers(251 - expected, expected), lines.Select(Sequence));
        Assert.Equal(Numbers(251 - expected, expected).Select(i => $"ada: {i}"), lines.Select(CommandProcess.WithoutTime));
        Assert.All(lines, line => Assert.Matches(@"^\d+ \[\d\d:\d\d:\d\d\] ", line));
    }

    [Fact]
    public async Task History_AfterASequence_PrintsAllThatFollow()
    {
        await DataFolder.PostAsync(Server, "history-after", 1_250);
        string[] room = ["--room", "history-after", "--server", Server];

        Assert.Equal(Numbers(1, 1_250), (await RunAsync([.. room, "--after", "0"])).Select(Sequence));
        Assert.Equal(Numbers(1_241, 10), (await RunAsync([.. room, "--after", "1240"])).Select(Sequence));
        Assert.Equal("parley: room 'history-after' has no messages after 1250.", await FindNothingAsync([.. room, "--after", "1250"]));
        Assert.Equal("parley: room 'history-after' has no messages after 9999.", await FindNothingAsync([.. room, "--after", "9999"]));
    }

    [Fact]
    public async Task History_OfAnUnusedRoom_IsEmptyAndSaysSo() =>
        Assert.Equal("parley: room 'unused' has no messages.", await FindNothingAsync("--room", "unused", "--server", Server));

    [Fact]
    public async Task History_NameThatIsRefusedNow_IsShownSafely()
    {
        using var folder = new DataFolder();
        await using (var log = SqliteRoomLog.Open(folder.Path, TimeProvider.System, () => Guid.CreateVersion7()))
        {
            await log.AppendAsync([new AppendBatch("r", [RoomEvent.Message(1, "eve\u202E\u200B", DateTimeOffset.UnixEpoch, "hi")])]);
        }

        string[] room = ["--room", "r", "--data", folder.Path];
        Assert.Equal("eve\uFFFD\uFFFD: hi", CommandProcess.WithoutTime(Assert.Single(await RunAsync(room))));
        using var json = JsonDocument.Parse(Assert.Single(await RunAsync([.. room, "--json"])));
        Assert.Equal("eve\u202E\u200B", json.RootElement.GetProperty("user").GetString());
        await CommandProcess.RunAsync("verify", "--data", folder.Path);
        Assert.Contains("U+202E", await CommandProcess.FailAsync(2, "send", "--user", "eve\u202E", "hi"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_DirectoryOfARunningServer_IsReadable()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await DataFolder.PostAsync(server.GrpcAddress, "r", 250);

        await AssertReadsAsync(folder);
        await DataFolder.PostAsync(server.GrpcAddress, "r", 1);
        var lines = await RunAsync("--data", folder.Path, "--room", "r", "--after", "250");
        Assert.Matches(@"^251 \[\d\d:\d\d:\d\d\] ada: 1$", Assert.Single(lines));
    }

    [Fact]
    public async Task History_DirectoryOfAStoppedServer_IsReadable()
    {
        using var folder = await DataFolder.FillAsync("r", 250);

        await AssertReadsAsync(folder);
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        Assert.Equal(250, (await RunAsync("--server", server.GrpcAddress, "--room", "r", "--last", "all")).Count);
    }

    [Fact]
    public async Task History_AsJson_IsTheSameFromServerAndDirectory()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await CommandProcess.RunAsync("send", "--user", "żółć", "--room", "r", "--server", server.GrpcAddress, "a\tb\u001b[2J日本語");
        await DataFolder.PostAsync(server.GrpcAddress, "r", 1_200);

        var asked = await RunAsync("--room", "r", "--server", server.GrpcAddress, "--last", "all", "--json");

        Assert.Equal(1_201, asked.Count);
        Assert.Equal(asked, await RunAsync("--room", "r", "--data", folder.Path, "--last", "all", "--json"));
        Assert.Equal(asked[^3..], await RunAsync("--room", "r", "--server", server.GrpcAddress, "--last", "3", "--json"));
        Assert.Matches(
            """^[{]"room":"r","sequence":1,"user":"żółć","time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}Z","text":"a\\tb\\u001B\[2J日本語",""" +
            @"""commandId"":""\w+"",""epoch"":""\w+""[}]$",
            asked[0]);
    }

    [Theory]
    [InlineData("'many' is not a number of messages", "history", "--last", "many")]
    [InlineData("'-1' is not a number of messages", "tail", "--last=-1")]
    [InlineData("'x' is not a sequence", "history", "--after", "x")]
    [InlineData("'x' is not a sequence", "tail", "--after", "x")]
    [InlineData("--last or --after", "tail", "--after", "1", "--last", "1")]
    [InlineData("--data reads a directory", "rooms", "--data", "d", "--server", "localhost")]
    [InlineData("--last or --after", "history", "--after", "1", "--last", "1")]
    [InlineData("'x' is not a sequence", "history", "--data", "d", "--after", "x")]
    [InlineData("--last or --after", "history", "--data", "d", "--after", "1", "--last", "1")]
    [InlineData("--data reads a directory", "history", "--data", "d", "--server", "localhost")]
    [InlineData("The room name", "history", "--data", "d", "--room", "a;b")]
    public Task History_InvalidOptions_ExplainsThem(string reason, params string[] arguments) => FailsAsync(2, reason, arguments);

    [Fact]
    public async Task History_NoReadableLog_ExplainsWhy()
    {
        using var folder = new DataFolder();

        await FailsAsync(1, "There is no directory", "history", "--data", Path.Combine(folder.Path, "none"));
        await FailsAsync(1, "There is no log in", "history", "--data", folder.Path);
        await FailsAsync(1, "There is no log in", "rooms", "--data", folder.Path);
        await FailsAsync(1, "cannot reach http://localhost:1 ", "history", "--server", "localhost:1");
        await File.WriteAllTextAsync(folder.Database, new string('x', 10_000));
        await FailsAsync(1, "damaged or not a Parley log", "history", "--data", folder.Path);
    }

    [Theory]
    [InlineData("TERM", "parley.db-shm", true)]
    [InlineData("KILL", "nothing", true)]
    [InlineData("KILL", "parley.db-shm", false)]
    public async Task AnyReader_ReadOnlyFileSystem_ReadsOrSaysWhatToDo(string signal, string removed, bool isRead)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount.");
        using var folder = new DataFolder();
        await using (var server = await ServerProcess.StartAsync(data: folder.Path))
        {
            await DataFolder.PostAsync(server.GrpcAddress, "r", 2);
            server.Process.Signal(signal);
            await server.Process.WaitForExitAsync();
        }

        File.Delete(Path.Combine(folder.Path, removed));
        const string Script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
        (string[] Arguments, int Lines)[] commands =
        [
            (["history", "--room", "r"], 2),
            (["rooms"], 1),
            (["backup", "--to", $"{folder.Path}-backup"], 1),
        ];
        foreach (var (arguments, lines) in commands)
        {
            await using var process = TestProcess.Start(
                "unshare", ["--mount", "sh", "-ec", Script, folder.Path, .. Repository.Parley, .. arguments, "--data", folder.Path]);

            Assert.Equal(isRead ? 0 : 1, await process.WaitForExitAsync());
            Assert.Equal(isRead ? 0 : 1, process.Errors.Count);
            Assert.Equal(isRead ? lines : 0, (await process.ReadToEndAsync()).Count);
            Assert.All(process.Errors, line => Assert.Contains("was not closed properly", line, StringComparison.Ordinal));
        }

        if (isRead)
        {
            Directory.Delete($"{folder.Path}-backup", recursive: true);
        }
    }

    [Theory]
    [InlineData("> /dev/full")]
    [InlineData(">&-")]
    public async Task History_UnwritableOutput_Fails(string output)
    {
        await DataFolder.PostAsync(Server, "history-full", 1);
        await using var history = CommandProcess.StartShell(
            $"\"$@\" {output}", "history", "--room", "history-full", "--server", Server);

        Assert.Equal(1, await history.WaitForExitAsync());
        Assert.StartsWith("parley: The output cannot be written: ", Assert.Single(history.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_Last_PrintsHistoryThenLive()
    {
        await DataFolder.PostAsync(Server, "tail-last", 5);
        await using var tail = CommandProcess.Start("tail", "--room", "tail-last", "--last", "2", "--server", Server);
        Assert.Equal("ada: 4", CommandProcess.WithoutTime(await tail.ReadLineAsync()));
        Assert.Equal("ada: 5", CommandProcess.WithoutTime(await tail.ReadLineAsync()));

        await DataFolder.PostAsync(Server, "tail-last", 1);

        Assert.Equal("ada: 1", CommandProcess.WithoutTime(await tail.ReadLineAsync()));
    }

    private static async Task AssertReadsAsync(DataFolder folder)
    {
        string[] room = ["--data", folder.Path, "--room", "r"];
        Assert.Equal(Numbers(151, 100), (await RunAsync(room)).Select(Sequence));
        Assert.Equal(Numbers(1, 250), (await RunAsync([.. room, "--last", "all"])).Select(Sequence));
        Assert.Equal(Numbers(248, 3), (await RunAsync([.. room, "--last", "3"])).Select(Sequence));
        Assert.Equal(Numbers(241, 10), (await RunAsync([.. room, "--after", "240"])).Select(Sequence));
        Assert.Equal("parley: room 'r' has no messages after 250.", await FindNothingAsync([.. room, "--after", "250"]));
    }

    private static IEnumerable<int> Numbers(int first, int count) => Enumerable.Range(first, count);

    private static int Sequence(string line) => int.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static Task<List<string>> RunAsync(params string[] arguments) => CommandProcess.RunAsync(["history", .. arguments]);

    private static async Task<string> FindNothingAsync(params string[] arguments)
    {
        await using var history = CommandProcess.Start(["history", .. arguments]);
        Assert.Equal(0, await history.WaitForExitAsync());
        Assert.Empty(await history.ReadToEndAsync());
        return Assert.Single(history.Errors);
    }

    private static async Task FailsAsync(int exitCode, string reason, params string[] arguments) =>
        Assert.Contains(reason, await CommandProcess.FailAsync(exitCode, arguments), StringComparison.Ordinal);
}
