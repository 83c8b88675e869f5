using Parley.Engine.Routing;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Testing;

namespace Parley.Cluster.Tests;

/// <summary>The engine in a real host, with Orleans and SQLite. The test measures the memory of the process, so it runs alone.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class IdleRoomTests
{
    private const string Alone = "alone";

    // Enough rooms to fill every cache and every pool. At every multiple of 10,000 the writer's cache of rooms is equally full.
    private const int WarmUp = 20_000;
    private const int Active = 10_000;
    private const int InFlight = 500;

    // What pools gain and lose between two measurements, no matter how many rooms were used. With --long, one table entry for each room
    // would take 5 MB.
    private const int MaxBytes = 3_145_728;

    private static readonly int Rooms = LongRun.IsWanted ? 100_000 : 20_000;

    [Fact]
    public async Task NoUnboundedMemory_RoomsUsedOnce_CostNothingBeyondTheirRows()
    {
        var directory = Directory.CreateTempSubdirectory("parley-idle-").FullName;
        var log = SqliteRoomLog.Open(directory, TimeProvider.System, () => Guid.CreateVersion7());
        await using (var hosted = await HostedRooms.StartAsync(log, idleSeconds: 1))
        {
            var rooms = hosted.Rooms;
            var management = hosted.Grains.GetGrain<IManagementGrain>(0);
            await UseAsync(rooms, management, 0, WarmUp);
            var before = GC.GetTotalMemory(forceFullCollection: true);

            await UseAsync(rooms, management, WarmUp, Rooms);
            var left = GC.GetTotalMemory(forceFullCollection: true) - before;

            Assert.True(left < MaxBytes, $"{Rooms} rooms have left {left} bytes in memory.");
            Assert.Equal(2, (await rooms.PostAsync("room-1", [PostCommand.Message("ada", "again")]))[0].Sequence);
        }

        Directory.Delete(directory, recursive: true);
    }

    // Tables keep the size they needed for the largest number of rooms awake at once. Therefore that number is the same before and after
    // the first measurement.
    private static async Task UseAsync(RoomDirectory rooms, IManagementGrain management, int first, int count)
    {
        foreach (var active in Enumerable.Range(first, count).Chunk(Active))
        {
            foreach (var some in active.Chunk(InFlight))
            {
                var outcomes = await Task.WhenAll(some.Select(i => rooms.PostAsync($"room-{i}", [PostCommand.Message("ada", "once")])));
                Assert.All(outcomes, outcome => Assert.Equal(1, outcome[0].Sequence));
            }

            await WaitForAllIdleAsync(management);
        }
    }

    private static async Task WaitForAllIdleAsync(IManagementGrain management)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await management.GetSimpleGrainStatistics()).Any(IsActiveRoom))
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static bool IsActiveRoom(SimpleGrainStatistic grain) =>
        grain.GrainType.Contains(nameof(RoomGrain), StringComparison.Ordinal) && grain.ActivationCount > 0;
}
