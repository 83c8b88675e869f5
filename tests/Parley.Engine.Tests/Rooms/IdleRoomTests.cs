using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Engine.Hosting;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Testing;

namespace Parley.Engine.Tests.Rooms;

/// <summary>The engine in a real host, with Orleans and SQLite.</summary>
public sealed class IdleRoomTests
{
    // Our caches are full after the warm-up; what grows then is the silo's.
    private const int WarmUp = 12_000;
    private const int Rooms = 12_000;
    private const int MostBytesPerRoom = 1_024;

    [Fact]
    public async Task Rooms_UsedOnce_LeaveLessThanOneKilobyteEach()
    {
        var directory = Directory.CreateTempSubdirectory("parley-idle-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IRoomLog>(SqliteRoomLog.Open(directory, TimeProvider.System, () => Guid.Empty));
        builder.Services.AddParleyEngine();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            var rooms = host.Services.GetRequiredService<RoomDirectory>();
            var management = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
            await UseAsync(rooms, 0, WarmUp);
            await PutAwayAsync(management);
            var before = GC.GetTotalMemory(forceFullCollection: true);

            await UseAsync(rooms, WarmUp, Rooms);
            await PutAwayAsync(management);
            var perRoom = (GC.GetTotalMemory(forceFullCollection: true) - before) / Rooms;

            Assert.True(perRoom < MostBytesPerRoom, $"{perRoom} bytes are left of each room.");
            Assert.Equal(2, (await rooms.PostAsync("room-1", [new Post("ada", "again")]))[0].Sequence);
            await host.StopAsync();
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task UseAsync(RoomDirectory rooms, int first, int count)
    {
        foreach (var some in Enumerable.Range(first, count).Chunk(1_000))
        {
            var outcomes = await Task.WhenAll(some.Select(i => rooms.PostAsync($"room-{i}", [new Post("ada", "once")])));
            Assert.All(outcomes, outcome => Assert.Equal(1, outcome[0].Sequence));
        }
    }

    private static async Task PutAwayAsync(IManagementGrain management)
    {
        await management.ForceActivationCollection(TimeSpan.Zero).Within("idle rooms to be put away");
        var left = await management.GetSimpleGrainStatistics();
        Assert.DoesNotContain(left, grain => grain.GrainType.Contains(nameof(RoomGrain), StringComparison.Ordinal) && grain.ActivationCount > 0);
    }
}
