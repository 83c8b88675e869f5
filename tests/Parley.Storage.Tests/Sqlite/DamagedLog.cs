using System.Text;
using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Tests.Sqlite;

/// <summary>A log in a directory of its own, to be filled as a server fills it and then damaged.</summary>
internal sealed class DamagedLog : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("parley-damaged-").FullName;

    private string DatabasePath => Path.Combine(Directory, "parley.db");

    /// <summary>Events whose command ids are <c>id-SEQUENCE</c>.</summary>
    public static AppendBatch Batch(string room, int first, int count) =>
        new(room, [.. Enumerable.Range(first, count).Select(i => RoomEvent.Message(i, "ada", Noon, $"text {i}", $"id-{i}"))]);

    public SqliteRoomLog Open() => SqliteRoomLog.Open(Directory, TimeProvider.System, () => Guid.CreateVersion7());

    public async Task FillAsync(params (string Room, int Count)[] rooms) => await (await FillAndKeepOpenAsync(rooms)).DisposeAsync();

    public async Task<SqliteRoomLog> FillAndKeepOpenAsync(params (string Room, int Count)[] rooms)
    {
        var log = Open();
        await log.AppendAsync([.. rooms.Select(room => Batch(room.Room, 1, room.Count))]);
        return log;
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }

    /// <summary>Makes the log one of a schema before checksums.</summary>
    /// <param name="schema">3 or 4.</param>
    public void Downgrade(int schema)
    {
        Execute("ALTER TABLE events DROP COLUMN checksum");
        Execute($"UPDATE schema_versions SET version = {schema}");
    }

    /// <summary>Replaces bytes in the file, as a failing disk would.</summary>
    public void Replace(string old, string @new)
    {
        var path = DatabasePath;
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(old));
        Assert.True(at >= 0, $"'{old}' is not in {path}.");
        Encoding.UTF8.GetBytes(@new).CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);
    }

    public void Overwrite(int at, int bytes)
    {
        using var file = File.OpenWrite(DatabasePath);
        file.Position = at;
        file.Write(Enumerable.Repeat((byte)0xA5, bytes).ToArray());
    }

    /// <summary>The same files in another directory, as a crash would leave them.</summary>
    public DamagedLog CopyWithoutLock()
    {
        var copy = new DamagedLog();
        foreach (var name in new[] { "parley.db", "parley.db-wal" })
        {
            File.Copy(Path.Combine(Directory, name), Path.Combine(copy.Directory, name));
        }

        return copy;
    }

    /// <summary>Every file and its content.</summary>
    public SortedDictionary<string, string> Files() => new(System.IO.Directory.EnumerateFiles(Directory)
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file))));

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
