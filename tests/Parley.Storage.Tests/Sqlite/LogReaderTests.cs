using Parley.Engine.Logs;
using Parley.Storage.Sqlite;

namespace Parley.Storage.Tests.Sqlite;

public sealed class LogReaderTests : IDisposable
{
    private readonly DamagedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Read_WhileAServerAppends_SeesItsEvents()
    {
        await using var log = await _log.FillAndKeepOpenAsync(("room", 2_500));
        using var reader = LogReader.Open(_log.Directory);

        Assert.Equal([2_499, 2_500], reader.ReadLast("room", 2).Select(found => found.Sequence));
        Assert.Equal(Enumerable.Range(101, 2_400).Select(i => (long)i), reader.ReadAfter("room", 100).Select(found => found.Sequence));
        Assert.Equal(2_500, reader.ReadLast("room", long.MaxValue).Count());
        Assert.Empty(reader.ReadLast("nowhere", 10));

        Assert.Equal([AppendOutcome.Appended], await log.AppendAsync([DamagedLog.Batch("room", 2_501, 1)]));
        Assert.Equal(2_501, Assert.Single(reader.ReadAfter("room", 2_500)).Sequence);
    }

    [Fact]
    public async Task Read_EventThatWasChanged_ReadsUpToItAndNamesIt()
    {
        await _log.FillAsync(("room", 2_500));
        _log.Replace("text 1707", "text 1708");
        using var reader = LogReader.Open(_log.Directory);
        var read = new List<long>();

        var damaged = Assert.Throws<RoomLogException>(() =>
        {
            foreach (var found in reader.ReadAfter("room", 0))
            {
                read.Add(found.Sequence);
            }
        });

        Assert.Equal(1_706, read.Count);
        Assert.Contains("Event 1707 of room 'room' does not match its checksum.", damaged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Read_LogFromBeforeChecksums_ReadsIt(int schema)
    {
        await _log.FillAsync(("room", 10));
        _log.Downgrade(schema);
        var before = _log.Files()["parley.db"];
        using (var reader = LogReader.Open(_log.Directory))
        {
            Assert.Equal(10, reader.ReadAfter("room", 0).Count());
            Assert.Equal(10, Assert.Single(reader.ReadRooms()).Head);
        }

        Assert.Equal(before, _log.Files()["parley.db"]);
    }
}
