using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>How a stream of events ends, and how its reader goes on.</summary>
public sealed class EventStreamEndTests
{
    private static string Room => $"stream/{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task SigTerm_OpenStreams_EndWithTheReasonAfterAllThatWasAccepted()
    {
        await using var server = await ServerProcess.StartAsync();
        using var http = new HttpTester(server.WebAddress);
        using var idle = await http.StreamAsync("idle");
        using var behind = await http.StreamAsync(Room);
        for (var i = 1; i <= 50; i++)
        {
            await http.SayAsync(Room, $"c{i}", $"{i}{new string('x', 16_000)}");
        }

        server.Process.Signal("TERM");

        foreach (var (stream, events) in new[] { (behind, 50), (idle, 0) })
        {
            await stream.NextAsync("joined");
            await stream.ReadTextsAsync(events);
            var left = await stream.NextAsync("left");
            Assert.Equal(("CODE_SHUTTING_DOWN", "1000", ""), (left.Text("code"), left.Text("retryAfterMs"), left.Id));
            Assert.Contains("Connect again", left.Text("reason"), StringComparison.Ordinal);
            Assert.Null(await stream.TryNextAsync());
        }

        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task SigTerm_StreamThatIsNotRead_IsCut()
    {
        await using var server = await ServerProcess.StartAsync(environment: [new("PARLEY_DRAIN_MILLISECONDS", "500")]);
        using var http = new HttpTester(server.WebAddress);
        using var unread = await http.StreamAsync(Room);
        for (var i = 1; i <= 600; i++)
        {
            await http.SayAsync(Room, $"c{i}", new string('x', 16_000));
        }

        server.Process.Signal("TERM");

        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.Empty(server.Process.Errors);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await unread.TryNextAsync() is not null)
            {
            }
        });
    }

    [Fact]
    public async Task Restart_ReaderWithTheLastId_MissesAndRepeatsNothing()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-");
        try
        {
            var id = "";
            var next = 1;
            for (var term = 0; term < 4; term++)
            {
                await using var server = await ServerProcess.StartAsync(data: data.FullName);
                using var http = new HttpTester(server.WebAddress);
                await http.SayAsync(Room, $"{term} before", $"{(2 * term) + 1}");
                using var stream = await http.StreamAsync(Room, id.Length == 0 ? "?last=1" : "", id);
                Assert.Equal(term > 0, (await stream.NextAsync("joined")).Json.GetProperty("resumed").GetBoolean());
                await http.SayAsync(Room, $"{term} live", $"{(2 * term) + 2}");

                // The last event of each term is left for the next one.
                for (var last = (2 * term) + 1; next <= last; next++)
                {
                    Assert.Equal($"{next}", (await stream.NextAsync("message")).Message);
                }

                id = stream.LastEventId;
                if (term % 2 == 0)
                {
                    server.Process.Signal("KILL");
                }
                else
                {
                    server.Process.Signal("TERM");
                }

                await server.Process.WaitForExitAsync();
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Read_PositionFallsBelowTheFloor_LeavesWithTheReasonAndCanContinue()
    {
        const int Events = 1_000;
        await using var server = await ServerProcess.StartAsync(
            ["--keep", "trimmed=10events"],
            [new("PARLEY_FEED__CAPACITY", "65536"), new("PARLEY_RETENTION__INTERVAL_SECONDS", "1")]);
        using var http = new HttpTester(server.WebAddress);
        using var unread = await http.StreamAsync("trimmed");
        for (var i = 1; i <= Events; i++)
        {
            await http.SayAsync("trimmed", $"c{i}", new string('x', 16_000));
        }

        while ((await http.GetAsync("/v1/rooms/trimmed/events?pageSize=1")).Text("floorSequence") != $"{Events - 9}")
        {
            await Task.Yield();
        }

        await unread.NextAsync("joined");
        var read = 0;
        StreamedEvent next;
        while ((next = await unread.NextAsync()).Name == "message")
        {
            Assert.Equal(++read, next.Sequence);
        }

        Assert.Equal(("left", "CODE_BELOW_FLOOR"), (next.Name, next.Text("code")));
        Assert.Null(await unread.TryNextAsync());
        using var again = await http.StreamAsync("trimmed", "", unread.LastEventId);
        Assert.Equal("CODE_BELOW_FLOOR", (await again.NextAsync("joined")).Text("code"));
        Assert.Equal(Events - 9, (await again.NextAsync("message")).Sequence);
    }
}
