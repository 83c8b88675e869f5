using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Tests.Sqlite;

public sealed class DiskReserveTests : IDisposable
{
    private readonly DamagedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Append_DiskNearlyFull_IsRefusedUntilThereIsSpace_ButErasingAndTrimmingGoOn()
    {
        await _log.FillAsync(("room", 10));
        long? free = 99;
        await using var log = Open(new DiskReserve(100, () => free));

        Assert.NotNull(log.FindProblem());
        Assert.Equal(
            [AppendOutcome.Full, AppendOutcome.Appended, AppendOutcome.Full],
            await log.AppendAsync([Post(11), Erase(11), new("room", [.. Post(12).Events, .. Erase(13).Events])]));
        Assert.Equal(RoomLogFailure.Full, (await Assert.ThrowsAsync<RoomLogException>(() => log.AppendAsync([]))).Failure);
        Assert.Equal(5, await log.TrimAsync("room", 5, maxEvents: 100));
        Assert.Equal(7, (await log.ReadAfterAsync("room", 4, new PageLimit(100, 1 << 20))).Count);

        free = 100;
        Assert.Null(log.FindProblem());
        Assert.Equal([AppendOutcome.Appended], await log.AppendAsync([Post(12)]));
        Assert.Empty(await log.AppendAsync([]));
    }

    [Fact]
    public async Task Append_FreeSpaceUnknown_IsNotRefused()
    {
        await using var log = Open(new DiskReserve(100, () => null));

        Assert.Equal([AppendOutcome.Appended], await log.AppendAsync([Post(1)]));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1L << 60, true)]
    public void Of_RealDisk_KnowsWhatIsFree(long bytes, bool isLow) =>
        Assert.Equal(isLow, DiskReserve.Of(_log.Directory, bytes).FindProblem() is not null);

    private static AppendBatch Post(int sequence) => DamagedLog.Batch("room", sequence, 1);

    private static AppendBatch Erase(int sequence) =>
        new("room", [new RoomEvent(sequence, "ada", DateTimeOffset.UnixEpoch, new ErasureContent([5]).Encode())]);

    private SqliteRoomLog Open(DiskReserve reserve) => SqliteRoomLog.Open(
        _log.Directory, TimeProvider.System, () => Guid.CreateVersion7(), null, new CheckpointLimits(), reserve);
}
