using System.Globalization;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Conversions;

/// <summary>A log of an earlier version is converted when a server starts, whatever happens meanwhile.</summary>
public sealed class ConversionTests
{
    private const int Rooms = 5;
    private const int Events = 5_000;

    // Starting a server on this log writes about 1,070 times: first to shared memory, at last to the database that took its place.
    private const int Writes = 1_050;

    [Fact]
    public async Task Kill_WhileConverting_LosesNothing()
    {
        DiskFault.Require();
        var random = new Random(1);
        for (var round = 0; round < (LongRun.IsWanted ? 100 : 6); round++)
        {
            var write = random.Next(1, Writes);
            using var log = new OldLog(2, Rooms, Events);
            await using (var killed = Start(log, $"signal=KILL:when={write}"))
            {
                Assert.True(await killed.WaitForExitAsync() == 137, $"Write {write} did not come. {killed.Transcript}");
            }

            await AssertCompleteAsync(log, $"killed at write {write}");
        }
    }

    [Theory]
    [InlineData(1, "disk is full")]
    [InlineData(33, "too full to convert")]
    [InlineData(40, "too full to convert")]
    [InlineData(300, "too full to convert")]
    [InlineData(Writes, "too full to ")]
    public async Task DiskFull_WhileConverting_IsExplainedAndLosesNothing(int write, string part)
    {
        DiskFault.Require();
        using var log = new OldLog(2, Rooms, Events);
        await using (var full = Start(log, $"error=ENOSPC:when={write}+"))
        {
            Assert.True(await full.WaitForExitAsync() == 1, full.Transcript);
            Assert.Contains(part, string.Join(' ', full.Errors), StringComparison.Ordinal);
        }

        await AssertCompleteAsync(log, $"full from write {write} on");
    }

    private static TestProcess Start(OldLog log, string fault) => DiskFault.Start(
        fault, [.. Repository.Parley, "serve", "--grpc-port", "0", "--web-port", "0", "--data", log.Directory]);

    private static async Task AssertCompleteAsync(OldLog log, string fault)
    {
        await using (var server = await ServerProcess.StartAsync(data: log.Directory))
        {
            for (var room = 1; room <= Rooms; room++)
            {
                Assert.Equal(
                    Enumerable.Range(1, Events).Select(n => ((long)n, Text(n), n % 2 == 0 ? $"id-{n}" : "")),
                    (await ReadAsync(server, $"room-{room}", fault)).Select(e => (e.Sequence, e.Content.Message.Text, e.CommandId)));
            }

            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await using var verify = TestProcess.StartParley(["verify", "--data", log.Directory]);
        await verify.SucceedAsync();
    }

    /// <summary>Reads a room, page by page, from positions that the earlier version gave.</summary>
    private static async Task<List<Event>> ReadAsync(ServerProcess server, string room, string fault)
    {
        var events = new List<Event>();
        ListEventsResponse page;
        do
        {
            page = await server.ConnectRooms().ListEventsAsync(
                new ListEventsRequest { Room = room, After = events.Count, PageSize = 1_000, Epoch = $"{OldLog.Epoch:N}" });
            Assert.True(page.Resumed, $"{fault}: {room} after {events.Count}\n{server.Process.Transcript}");
            events.AddRange(page.Events);
        }
        while (page.Events.Count > 0);

        return events;
    }

    private static string Text(int number) => string.Create(CultureInfo.InvariantCulture, $"text {number}");
}
