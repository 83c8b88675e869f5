using Parley.Client.Tests.Fakes;

namespace Parley.Client.Tests.Rooms;

/// <summary>Runs alone: the memory it measures is that of the process.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class BufferMemoryTests
{
    private const string Alone = "alone";

    [Fact]
    public async Task Room_ThatIsNotRead_KeepsNoMoreThanItsBuffer()
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

        // The server's own log of it, 1 KiB of text each in two bytes a character and shared by all events, is in this process too. What tests
        // before this one left may be freed meanwhile.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000 * 700);
    }
}
