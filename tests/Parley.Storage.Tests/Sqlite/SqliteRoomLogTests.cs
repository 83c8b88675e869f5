using Microsoft.Data.Sqlite;
using Parley.Contracts.Testing.Logs;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Tests.Sqlite;

public sealed class SqliteRoomLogTests : RoomLogContract
{
    private readonly string _directory = Directory.CreateTempSubdirectory("parley-log-").FullName;
    private int _epochs;

    private string DatabasePath => Path.Combine(_directory, "parley.db");

    private string MarkPath => Path.Combine(_directory, "parley.mark");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task HonestResume_Reopen_KeepsEverything_AndTheEpoch()
    {
        await Log.AppendAsync([Batch("room", 1, 3)]);
        var epoch = Log.Epoch;

        await ReopenAsync();

        Assert.Equal(epoch, Log.Epoch);
        Assert.Equal(3, await Log.ReadHeadAsync("room"));
        Assert.Equal([AppendOutcome.Conflict], await Log.AppendAsync([Batch("room", 1, 1)]));
        Assert.Equal([AppendOutcome.Appended], await Log.AppendAsync([Batch("room", 4, 1)]));
    }

    [Fact]
    public async Task HonestResume_RestoredBackup_IsANewEpoch()
    {
        await Log.AppendAsync([Batch("room", 1, 1)]);
        await Log.DisposeAsync();
        var backup = await File.ReadAllBytesAsync(DatabasePath);
        Log = await OpenAsync();
        await Log.AppendAsync([Batch("room", 2, 1)]);
        var epoch = Log.Epoch;
        await Log.DisposeAsync();

        await File.WriteAllBytesAsync(DatabasePath, backup);
        Log = await OpenAsync();

        Assert.NotEqual(epoch, Log.Epoch);
        Assert.Equal(1, await Log.ReadHeadAsync("room"));
    }

    [Theory]
    [InlineData("parley.db")]
    [InlineData("parley.mark")]
    public async Task HonestResume_DatabaseOrItsMarkGone_IsANewEpoch(string file)
    {
        await Log.AppendAsync([Batch("room", 1, 1)]);
        var epoch = Log.Epoch;
        await Log.DisposeAsync();

        File.Delete(Path.Combine(_directory, file));
        Log = await OpenAsync();

        Assert.NotEqual(epoch, Log.Epoch);
    }

    [Fact]
    public async Task HonestResume_CopyWithoutTheWriteAheadLog_IsANewEpoch()
    {
        await Log.AppendAsync([Batch("room", 1, 1)]);
        await ReopenAsync();
        var epoch = Log.Epoch;
        await Log.AppendAsync([Batch("room", 2, 1)]);
        var withoutTail = await ReadSharedAsync(DatabasePath);
        var markOfAKilledServer = await ReadSharedAsync(MarkPath);
        await Log.DisposeAsync();

        await File.WriteAllBytesAsync(DatabasePath, withoutTail);
        await File.WriteAllBytesAsync(MarkPath, markOfAKilledServer);
        Log = await OpenAsync();

        Assert.Equal(1, await Log.ReadHeadAsync("room"));
        Assert.NotEqual(epoch, Log.Epoch);
    }

    [Fact]
    public async Task Open_DirectoryInUse_Refuses()
    {
        var refused = await Assert.ThrowsAsync<LogOpenException>(OpenAsync);

        Assert.Contains("Another server", refused.Message, StringComparison.Ordinal);
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
    public async Task Open_FirstSchema_KeepsEventsAndCommands()
    {
        await Log.AppendAsync([new AppendBatch("room", [Hello(1, "ada"), Hello(2, "bob")])]);
        await Log.DisposeAsync();
        Execute("DROP INDEX events_by_command", fresh: false);
        Execute("CREATE UNIQUE INDEX events_by_command ON events (room, user, command) WHERE command IS NOT NULL", fresh: false);
        Execute("DELETE FROM schema_versions WHERE version > 1", fresh: false);

        Log = await OpenAsync();

        var key = new CommandKey("ada", "id-1");
        Assert.Equal(1, (await Log.FindAsync("room", [key]))[key].Sequence);
        Assert.Equal(
            [AppendOutcome.Repeated],
            await Log.AppendAsync([new AppendBatch("room", [Hello(3, "bob")])]));
        await Log.DisposeAsync();
        Assert.Empty(LogVerifier.Verify(_directory).Problems);
        Log = await OpenAsync();
    }

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
    public async Task Append_AfterClose_IsRefused()
    {
        await Log.DisposeAsync();

        await Assert.ThrowsAsync<RoomLogException>(() => Log.AppendAsync([Batch("room", 1, 1)]));
        await Assert.ThrowsAsync<RoomLogException>(() => Log.ReadHeadAsync("room"));
        Log = await OpenAsync();
    }

    protected override Task<IRoomLog> OpenAsync() =>
        Task.FromResult<IRoomLog>(SqliteRoomLog.Open(_directory, TimeProvider.System, () => new Guid(++_epochs, 0, 0, new byte[8])));

    private static RoomEvent Hello(long sequence, string user) => new(sequence, user, DateTimeOffset.UnixEpoch, "hello", "id-1");

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
