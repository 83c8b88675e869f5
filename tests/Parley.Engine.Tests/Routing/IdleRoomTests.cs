using Microsoft.Extensions.Logging.Abstractions;
using Parley.Engine.Rooms;
using Parley.Engine.Routing.Local;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Testing;

namespace Parley.Engine.Tests.Routing;

/// <summary>The engine over SQLite. The test measures the memory of the process, so it runs alone.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class IdleRoomTests : IAsyncDisposable
{
    private const string Alone = "alone";

    // Enough rooms to fill every cache and every pool. At every multiple of 10,000 the writer's cache of rooms is equally full.
    private const int WarmUp = 20_000;
    private const int AwakeAtOnce = 10_000;
    private const int InFlight = 500;

    // What pools gain and lose between two measurements, no matter how many rooms were used. With --long, one table entry for each room
    // would take 5 MB.
    private const int MaxBytesLeft = 3_145_728;

    // Half of it is what the room's last ten commands are remembered by, and what was allocated for several posts in flight.
    private const int MaxBytesPerAwakeRoom = 1_600;

    private static readonly int Rooms = LongRun.IsWanted ? 100_000 : 20_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("parley-idle-").FullName;
    private readonly ManualTime _time = new();
    private readonly SqliteRoomLog _log;
    private readonly TestEngine _engine;
    private readonly LocalRoomRouter _router;

    public IdleRoomTests()
    {
        _log = SqliteRoomLog.Open(_directory, TimeProvider.System, () => Guid.CreateVersion7());
        _engine = new TestEngine(_log);
        _router = new LocalRoomRouter(_engine.Owners, new RoomOptions(), _time, NullLogger<LocalRoomRouter>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _router.DisposeAsync();
        await _engine.DisposeAsync();
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task NoUnboundedMemory_RoomsUsedOnce_CostNothingBeyondTheirRows()
    {
        await UseAsync(0, WarmUp);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await UseAsync(WarmUp, Rooms);
        var left = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.True(left < MaxBytesLeft, $"{Rooms} rooms have left {left} bytes in memory.");
        Assert.Equal(2, (await PostAsync(1))[0].Sequence);
    }

    [Fact]
    public async Task NoUnboundedMemory_AwakeRoomsWithTenEvents_AreSmall()
    {
        await UseAsync(0, WarmUp);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        foreach (var some in Enumerable.Range(WarmUp, AwakeAtOnce).Chunk(InFlight))
        {
            await Task.WhenAll(some.SelectMany(room => Enumerable.Range(0, 10).Select(_ => PostAsync(room))));
        }

        Assert.Equal(AwakeAtOnce, _router.Count);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / AwakeAtOnce;
        Assert.True(each < MaxBytesPerAwakeRoom, $"Each awake room takes {each} bytes.");
    }

    // Tables keep the size they needed for the largest number of rooms awake at once. Therefore that number is the same before and after
    // the first measurement.
    private async Task UseAsync(int first, int count)
    {
        foreach (var awake in Enumerable.Range(first, count).Chunk(AwakeAtOnce))
        {
            foreach (var some in awake.Chunk(InFlight))
            {
                var outcomes = await Task.WhenAll(some.Select(PostAsync));
                Assert.All(outcomes, outcome => Assert.Equal(1, outcome[0].Sequence));
            }

            await SleepAsync();
        }
    }

    private Task<IReadOnlyList<PostOutcome>> PostAsync(int room) =>
        _router.PostAsync($"room-{room}", [PostCommand.Message("ada", "once", Guid.CreateVersion7().ToString())]);

    private async Task SleepAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        while (_router.Count > 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
        }
    }
}
