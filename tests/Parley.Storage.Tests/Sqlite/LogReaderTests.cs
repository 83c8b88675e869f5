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
}
