using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>A log in which one event is not what was written.</summary>
public sealed class DamagedEventTests
{
    private const string Damage =
        "UPDATE events SET content = CAST(replace(CAST(content AS TEXT), '7', '8') AS BLOB) WHERE id & 255 = 7";

    [Fact]
    public async Task History_OfADirectory_PrintsWhatComesBeforeAndNamesTheEvent()
    {
        using var folder = await DataFolder.FillAsync("r", 20);
        folder.Execute(Damage);
        await using var history = CommandProcess.Start("history", "--data", folder.Path, "--room", "r", "--last", "all");

        Assert.Equal(1, await history.WaitForExitAsync());
        Assert.Equal(6, (await history.ReadToEndAsync()).Count);
        Assert.Contains("Event 7 of room 'r' does not match its checksum.", Assert.Single(history.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OneEventDamaged_GoesOnWithEverythingElse_UntilItIsErased()
    {
        using var folder = await DataFolder.FillAsync("r", 20);
        folder.Execute(Damage);
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        string[] room = ["--room", "r", "--server", server.GrpcAddress];

        Assert.Equal(13, (await CommandProcess.RunAsync(["history", "--after", "7", .. room])).Count);
        await using (var history = CommandProcess.Start(["history", "--last", "all", .. room]))
        {
            Assert.Equal(1, await history.WaitForExitAsync());
            Assert.Contains("An event in this room is damaged", Assert.Single(history.Errors), StringComparison.Ordinal);
        }

        await using (var tail = CommandProcess.Start(["tail", "--last", "all", .. room]))
        {
            Assert.Equal(1, await tail.WaitForExitAsync());
            Assert.Equal(6, (await tail.ReadToEndAsync()).Count);
            Assert.Contains("An event in this room is damaged", Assert.Single(tail.Errors), StringComparison.Ordinal);
        }

        await StreamAsync(server);
        await server.Process.ReadErrorAsync("Event 7 of room 'r' does not match its checksum.");
        await CommandProcess.RunAsync(["send", "--user", "ada", .. room, "after it"]);
        await CommandProcess.RunAsync("erase", "--data", folder.Path, "--room", "r", "7");

        Assert.Equal(22, (await CommandProcess.RunAsync(["history", "--last", "all", .. room])).Count);
    }

    private static async Task StreamAsync(ServerProcess server)
    {
        using var http = new HttpTester(server.WebAddress);
        using var stream = await http.StreamAsync("r", "?last=20");
        await stream.NextAsync("joined");
        for (var i = 1; i <= 6; i++)
        {
            Assert.Equal(i, (await stream.NextAsync("message")).Sequence);
        }

        Assert.Equal("CODE_DAMAGED", (await stream.NextAsync("left")).Text("code"));
        Assert.Equal("CODE_DAMAGED", (await http.GetAsync("/v1/rooms/r/events?after=6")).Code);
    }

    [Fact]
    public async Task Erase_DamagedEventThatIsNeverErased_SaysThatItStays()
    {
        using var folder = await DataFolder.FillAsync("r", 5);
        await using (var before = await ServerProcess.StartAsync(data: folder.Path))
        {
            await CommandProcess.RunAsync("erase", "--data", folder.Path, "--room", "r", "2");
        }

        folder.Execute("UPDATE events SET user = 'eve' WHERE id & 255 = 6");
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await using var erase = CommandProcess.Start("erase", "--data", folder.Path, "--room", "r", "6");

        Assert.Equal(1, await erase.WaitForExitAsync());
        Assert.Contains(
            "event 6 is damaged and stays, because it created the room or erased others: restore a backup", await erase.ReadToEndAsync());
    }
}
