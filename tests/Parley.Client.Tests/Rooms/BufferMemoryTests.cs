using Parley.Client.Tests.Fakes;

namespace Parley.Client.Tests.Rooms;

/// <summary>Runs alone, because it measures the memory of the whole process.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class BufferMemoryTests
{
    private const string Alone = "alone";

    [Fact]
    public async Task Unread_Room_KeepsNoMoreThanItsBuffer()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(BufferTests.Small);
        await parley.JoinAsync("unread");
        var read = await parley.JoinAsync("read");
        await using var reader = read.Read();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        BufferTests.Fill(server, "unread", 20_000);
        server.Rooms.Post("read", "ben", "a");
        Assert.Equal(["a"], await reader.NextTextsAsync(1));

        // The fake server's log is in this process, too: its events share one text of 2 KiB. Memory of earlier tests may be freed in the
        // meantime, so there is no lower bound.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000 * 700);
    }
}
