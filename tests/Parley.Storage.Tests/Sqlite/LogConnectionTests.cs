using System.Data;
using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;

namespace Parley.Storage.Tests.Sqlite;

public sealed class LogConnectionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("parley-log-").FullName;

    private string DatabasePath => Path.Combine(_directory, "parley.db");

    [Fact]
    public async Task Read_ThatFails_ClosesItsConnection()
    {
        using var writer = OpenWriter();
        await using var readers = new SqliteReaders(DatabasePath, new ReaderGate());
        SqliteConnection? failed = null;

        await Assert.ThrowsAsync<RoomLogException>(() => readers.LookUpAsync<int>(connection =>
        {
            failed = connection;
            throw new SqliteException("disk I/O error", 10);
        }));

        Assert.Equal(ConnectionState.Closed, failed!.State);
        Assert.Equal(ConnectionState.Open, await readers.LookUpAsync(connection => connection.State));
    }

    [Fact]
    public void Connections_ThatSync_SyncTheDiskItself()
    {
        using var writer = OpenWriter();
        using var checkpointer = LogDatabase.OpenCheckpointer(DatabasePath);

        Assert.All([writer, checkpointer], connection =>
        {
            Assert.Equal(2, connection.Query<long>("PRAGMA synchronous"));
            Assert.Equal(1, connection.Query<long>("PRAGMA fullfsync"));
            Assert.Equal(1, connection.Query<long>("PRAGMA checkpoint_fullfsync"));
        });
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private SqliteConnection OpenWriter()
    {
        File.Create(DatabasePath).Dispose();
        return LogDatabase.OpenWriter(DatabasePath, TimeProvider.System, maxWriteAheadBytes: 1 << 20);
    }
}
