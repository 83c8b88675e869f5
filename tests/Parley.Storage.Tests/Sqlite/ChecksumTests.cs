using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Tests.Sqlite;

public sealed class ChecksumTests : IDisposable
{
    private static readonly PageLimit Page = new(100, 1 << 20);

    private readonly DamagedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Read_EventThatWasChanged_IsNeverHandedOut()
    {
        await _log.FillAsync(("room", 20));
        _log.Replace("text 10", "text 19");
        await using var log = _log.Open();

        Assert.Equal(9, (await log.ReadAfterAsync("room", 0, Page)).Count);
        Assert.Equal(10, (await log.ReadAfterAsync("room", 10, Page)).Count);
        Assert.Equal(11, (await log.ReadBeforeAsync("room", 21, Page))[0].Sequence);
        Assert.Equal(9, (await log.ReadBeforeAsync("room", 10, Page)).Count);
        await RefusesAsync(log.ReadAfterAsync("room", 9, Page));
        await RefusesAsync(log.ReadBeforeAsync("room", 11, Page));

        // Its command is still known.
        var found = await log.FindAsync("room", [new("ada", "id-9"), new("ada", "id-10")]);
        Assert.Equal(9, found[new("ada", "id-9")].Sequence);
        Assert.Equal(10, found[new("ada", "id-10")].Sequence);
        Assert.Equal(ContentType.Erased, ContentTypes.Of(found[new("ada", "id-10")].Content.Span));

        static async Task RefusesAsync(Task read)
        {
            var exception = await Assert.ThrowsAsync<RoomLogException>(() => read);
            Assert.Equal(RoomLogFailure.Damaged, exception.Failure);
            Assert.Contains("Event 10 of room 'room' does not match its checksum.", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Append_ErasureOfAnEventThatWasChanged_MakesItReadableAgain()
    {
        await _log.FillAsync(("room", 10));
        _log.Replace("text 5", "texT 5");
        await using (var log = _log.Open())
        {
            await log.AppendAsync([new("room", [new RoomEvent(11, "ada", DateTimeOffset.UnixEpoch, new ErasureContent([5]).Encode())])]);

            Assert.Equal(11, (await log.ReadAfterAsync("room", 0, Page)).Count);
        }

        Assert.Empty(LogVerifier.Verify(_log.Directory).Problems);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Open_LogFromBeforeChecksums_IsBroughtUpToDateAndKeepsEverything(int schema)
    {
        await _log.FillAsync(("room", 3));
        _log.Downgrade(schema);
        await using (var log = _log.Open())
        {
            Assert.Equal(3, await log.ReadHeadAsync("room"));
            await log.AppendAsync([DamagedLog.Batch("room", 4, 1)]);

            Assert.Equal([1L, 2, 3, 4], (await log.ReadAfterAsync("room", 0, Page)).Select(found => found.Sequence));
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(_log.Directory, "parley.db")};Pooling=False");
        connection.Open();
        Assert.Equal($"{schema},5", connection.Query<string>("SELECT group_concat(version) FROM schema_versions"));
        Assert.Equal("4", connection.Query<string>("SELECT group_concat(id & 255) FROM events WHERE checksum IS NOT NULL"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Backup_LogOfAnySchemaThatCanBeRead_KeepsItsChecksums(int schema)
    {
        await _log.FillAsync(("room", 10));
        if (schema < 5)
        {
            _log.Downgrade(schema);
        }

        var target = _log.Directory + "-backup";
        var restored = _log.Directory + "-restored";
        try
        {
            var backup = LogBackup.Create(_log.Directory, target, TimeProvider.System, null, TestContext.Current.CancellationToken);
            LogBackup.Restore(target, restored, null, TestContext.Current.CancellationToken);
            var report = LogVerifier.Verify(restored);

            Assert.Equal((10, schema < 5 ? 10 : 0), (backup.Events, backup.EventsWithoutChecksum));
            Assert.Equal((10, schema < 5 ? 10 : 0), (report.Events, report.EventsWithoutChecksum));
        }
        finally
        {
            Directory.Delete(target, recursive: true);
            Directory.Delete(restored, recursive: true);
        }
    }
}
