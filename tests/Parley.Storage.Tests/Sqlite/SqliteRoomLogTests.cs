using Microsoft.Data.Sqlite;
using Parley.Contracts.Testing.Logs;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Files;
using Parley.Testing;

namespace Parley.Storage.Tests.Sqlite;

public sealed class SqliteRoomLogTests : RoomLogContract
{
    private readonly string _directory = Directory.CreateTempSubdirectory("parley-log-").FullName;

    private string DatabasePath => Path.Combine(_directory, "parley.db");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task HonestResume_Reopen_KeepsEverything_AndEveryPosition()
    {
        await Log.AppendAsync([Batch("room", 1, 3)]);
        var first = Log.Term;

        await ReopenAsync();

        Assert.NotEqual(first, Log.Term);
        Assert.Equal(3, await Log.ReadHeadAsync("room"));
        Assert.Equal([AppendOutcome.Conflict], await Log.AppendAsync([Batch("room", 1, 1)]));
        Assert.Equal((3, 3), (await Log.ReadTermEndAsync("room", first), await Log.ReadTermEndAsync("room", Log.Term)));

        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([Batch("room", 4, 1)]));
        Assert.Equal((3, 4), (await Log.ReadTermEndAsync("room", first), await Log.ReadTermEndAsync("room", Log.Term)));
    }

    [Fact]
    public async Task HonestResume_CopyPutBack_HoldsWhatItHas_InEveryRoomSeparately()
    {
        await Log.AppendAsync([Batch("lost", 1, 3), Batch("kept", 1, 3)]);
        var copied = Log.Term;
        await ReopenAsync();
        await Log.AppendAsync([Batch("lost", 4, 1)]);
        var both = Log.Term;
        await Log.DisposeAsync();
        var copy = await File.ReadAllBytesAsync(DatabasePath);
        Log = await OpenAsync();
        await Log.AppendAsync([Batch("lost", 5, 2), Batch("new", 1, 1)]);
        var gone = Log.Term;
        await Log.DisposeAsync();

        await File.WriteAllBytesAsync(DatabasePath, copy);
        Log = await OpenAsync();
        await Log.AppendAsync([Batch("lost", 5, 9), Batch("new", 1, 1)]);

        Assert.Equal((3, 4, null), (await EndAsync("lost", copied), await EndAsync("lost", both), await EndAsync("lost", gone)));
        Assert.Equal((3, 3, null), (await EndAsync("kept", copied), await EndAsync("kept", both), await EndAsync("kept", gone)));
        Assert.Equal((0, 0, null), (await EndAsync("new", copied), await EndAsync("new", both), await EndAsync("new", gone)));
        Assert.Equal((13, 3, 1), (await EndAsync("lost", Log.Term), await EndAsync("kept", Log.Term), await EndAsync("new", Log.Term)));
    }

    [Fact]
    public async Task HonestResume_CopyOfARunningLog_HoldsOnlyWhatItHas()
    {
        await Log.AppendAsync([Batch("room", 1, 1)]);
        await ReopenAsync();
        var term = Log.Term;
        await Log.AppendAsync([Batch("room", 2, 1)]);
        var withoutTail = await ReadSharedAsync(DatabasePath);
        await Log.DisposeAsync();

        await File.WriteAllBytesAsync(DatabasePath, withoutTail);
        Log = await OpenAsync();

        Assert.Equal(1, await Log.ReadHeadAsync("room"));
        Assert.NotEqual(2, await EndAsync("room", term));
        await Log.AppendAsync([Batch("room", 2, 5)]);
        Assert.NotEqual(2, await EndAsync("room", term));
    }

    [Fact]
    public async Task HonestResume_DatabaseGone_KnowsNoTermOfIt()
    {
        await Log.AppendAsync([Batch("room", 1, 1)]);
        var term = Log.Term;
        await Log.DisposeAsync();

        File.Delete(DatabasePath);
        Log = await OpenAsync();

        Assert.Null(await EndAsync("room", term));
    }

    [Fact]
    public async Task Append_Erasure_LeavesNoBytesInTheFiles()
    {
        await Log.AppendAsync([new("room",
        [
            RoomEvent.Message(1, "ada", DateTimeOffset.UnixEpoch, "secret"),
            RoomEvent.Message(2, "ada", DateTimeOffset.UnixEpoch, "secret" + new string('x', 10_000) + "secret"),
            RoomEvent.Message(3, "ada", DateTimeOffset.UnixEpoch, "public"),
        ])]);
        await Log.SaveSnapshotAsync("room", new Snapshot(3, 1, "secret"u8.ToArray()));
        Assert.True(LogBytes.Contain(_directory, "secret"));

        await Log.AppendAsync([new("room", [Erasure(4, 1, 2)], new Snapshot(4, 1, "other"u8.ToArray()))]);

        await LogBytes.WaitUntilGoneAsync(_directory, "secret");
        Assert.True(LogBytes.Contain(_directory, "public"));
        await Log.AppendAsync([Batch("room", 5, 2)]);
        Assert.Equal(6, await Log.ReadHeadAsync("room"));
    }

    [Fact]
    public async Task Open_AfterAKillRightAfterAnErasure_LeavesNoBytes()
    {
        await Log.AppendAsync([new("room", [RoomEvent.Message(1, "ada", DateTimeOffset.UnixEpoch, "secret")])]);
        await Log.AppendAsync([new("room", [Erasure(2, 1)])]);
        var killed = Directory.CreateTempSubdirectory("parley-log-").FullName;
        foreach (var file in new[] { "parley.db", "parley.db-wal" })
        {
            await File.WriteAllBytesAsync(Path.Combine(killed, file), await ReadSharedAsync(Path.Combine(_directory, file)));
        }

        Assert.True(LogBytes.Contain(killed, "secret"));
        await using (var log = SqliteRoomLog.Open(killed, TimeProvider.System, () => Guid.CreateVersion7()))
        {
            await LogBytes.WaitUntilGoneAsync(killed, "secret");
            Assert.Equal(2, await log.ReadHeadAsync("room"));
        }

        Directory.Delete(killed, recursive: true);
    }

    [Fact]
    public async Task Append_ErasureWhileOthersReadTheFile_LeavesNoBytesOnceTheyHaveEnded()
    {
        await Log.AppendAsync([new("room", [RoomEvent.Message(1, "ada", DateTimeOffset.UnixEpoch, "secret")])]);
        using (var reader = LogReader.Open(_directory))
        {
            Assert.Single(reader.ReadRooms());
            await Log.AppendAsync([new("room", [Erasure(2, 1)])]);
        }

        await LogBytes.WaitUntilGoneAsync(_directory, "secret");
    }

    /// <summary>The write-ahead log may have the only copy of what was posted last.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_DatabaseGoneButNotItsWriteAheadLog_RefusesAndLeavesIt(bool isTruncated)
    {
        await Log.AppendAsync([Batch("room", 1, 3)]);
        var killed = Directory.CreateTempSubdirectory("parley-orphan-").FullName;
        var wal = Path.Combine(killed, "parley.db-wal");
        File.Copy($"{DatabasePath}-wal", wal);
        if (isTruncated)
        {
            File.Create(Path.Combine(killed, "parley.db")).Dispose();
        }

        var before = await File.ReadAllBytesAsync(wal);
        var refused = Assert.Throws<LogOpenException>(() => SqliteRoomLog.Open(killed, TimeProvider.System, () => Guid.CreateVersion7()));

        Assert.Contains("is missing or empty, but 'parley.db-wal' has events of it.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(wal));
        File.Copy(DatabasePath, Path.Combine(killed, "parley.db"), overwrite: true);
        await using (var log = SqliteRoomLog.Open(killed, TimeProvider.System, () => Guid.CreateVersion7()))
        {
            Assert.Equal(3, await log.ReadHeadAsync("room"));
        }

        Directory.Delete(killed, recursive: true);
    }

    [Fact]
    public async Task Compact_SpaceGivenBack_IsGoneFromTheFileSoon()
    {
        await Log.AppendAsync([Batch("room", 1, 20_000)]);
        await Log.TrimAsync("room", 20_000, maxEvents: 100_000);
        var freed = await Log.CompactAsync(1 << 30);
        Assert.InRange(freed, 500_000, long.MaxValue);

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(Deadline.Step);
        while (new FileInfo(DatabasePath).Length + new FileInfo($"{DatabasePath}-wal").Length > 200_000)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>Otherwise a probe would succeed although the disk takes no writes.</summary>
    [Fact]
    public async Task Append_NoBatches_WritesEveryTime()
    {
        var lengths = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            await Log.AppendAsync([]);
            lengths.Add(new FileInfo($"{DatabasePath}-wal").Length);
        }

        Assert.Equal(lengths.Order(), lengths);
        Assert.Equal(4, lengths.Distinct().Count());
    }

    [Fact]
    public async Task ListRooms_RoomOfAKind_NamesIt()
    {
        var created = new CreatedContent("steps", 1, new byte[] { 7 });
        await Log.AppendAsync(
        [
            new AppendBatch("text", [new RoomEvent(1, "ada", DateTimeOffset.UnixEpoch, created.Encode())]),
            Batch("chat", 1, 1),
        ]);
        await ReopenAsync();

        Assert.Equal([new RoomHead("chat", 1), new RoomHead("text", 1, "steps")], await Log.ListRoomsAsync("", 10));
        var read = (await Log.ReadRoomAsync("text")).Created;
        Assert.Equal(("steps", 1, 7), (read!.Kind, read.Version, read.Options.Span[0]));
        var chat = await Log.ReadRoomAsync("chat");
        Assert.Equal((1, null, 2), (chat.Head, chat.Created, chat.TermStart));
    }

    [Fact]
    public async Task Open_DirectoryInUse_Refuses()
    {
        var refused = await Assert.ThrowsAsync<LogOpenException>(OpenAsync);

        Assert.Contains("is using the data directory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Files_AreReadableByTheirOwnerOnly()
    {
        foreach (var file in Directory.EnumerateFiles(_directory, "parley.db*"))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData("CREATE TABLE things (id INTEGER)", "another program")]
    [InlineData("PRAGMA application_id = 7", "another program")]
    public Task Open_DatabaseOfAnotherProgram_RefusesAndLeavesIt(string sql, string part) =>
        RefusesAsync(() => Execute(sql, fresh: true), part);

    [Fact]
    public Task Open_NewerSchema_RefusesAndLeavesIt() =>
        RefusesAsync(() => Execute("INSERT INTO schema_versions (version, applied) VALUES (99, 'tomorrow')", fresh: false), "newer Parley");

    [Fact]
    public Task Open_NotADatabase_RefusesAndLeavesIt() =>
        RefusesAsync(() => File.WriteAllText(DatabasePath, new string('x', 10_000)), "damaged or not a Parley log");

    [Fact]
    public async Task Open_DamagedDatabase_RefusesAndLeavesIt()
    {
        await Log.AppendAsync([Batch("room", 1, 1_000)]);
        await RefusesAsync(
            () =>
            {
                using var file = File.OpenWrite(DatabasePath);
                file.Position = 100;
                file.Write(new byte[4_000]);
            },
            "damaged");
    }

    [Fact]
    public async Task Append_LongTexts_TakeLittleMoreThanTheirBytes()
    {
        const int Count = 2_000;
        var text = new string('x', 1_100);
        var events = Enumerable.Range(1, Count).Select(i => RoomEvent.Message(i, "ada", DateTimeOffset.UnixEpoch, text));
        await Log.AppendAsync([new AppendBatch("room", [.. events])]);

        await ReopenAsync();

        Assert.InRange(new FileInfo(DatabasePath).Length, Count * text.Length, Count * text.Length * 3 / 2);
    }

    [Fact]
    public async Task Append_AfterClose_IsRefused()
    {
        await Log.DisposeAsync();

        await Assert.ThrowsAsync<RoomLogException>(() => Log.AppendAsync([Batch("room", 1, 1)]));
        await Assert.ThrowsAsync<RoomLogException>(() => Log.ReadHeadAsync("room"));
        Log = await OpenAsync();
    }

    protected override Task<IRoomLog> OpenAsync() =>
        Task.FromResult<IRoomLog>(SqliteRoomLog.Open(_directory, TimeProvider.System, () => Guid.CreateVersion7()));

    private Task<long?> EndAsync(string room, Guid term) => Log.ReadTermEndAsync(room, term);

    private async Task ReopenAsync()
    {
        await Log.DisposeAsync();
        Log = await OpenAsync();
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        return copy.ToArray();
    }

    private void Execute(string sql, bool fresh)
    {
        if (fresh)
        {
            File.Delete(DatabasePath);
        }

        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }

    private async Task RefusesAsync(Action damage, string part)
    {
        await Log.DisposeAsync();
        damage();
        var before = await File.ReadAllBytesAsync(DatabasePath);

        var refused = await Assert.ThrowsAsync<LogOpenException>(OpenAsync);

        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(DatabasePath));
        File.Delete(DatabasePath);
        Log = await OpenAsync();
    }
}
