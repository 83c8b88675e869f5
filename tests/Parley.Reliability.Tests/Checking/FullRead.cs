using Grpc.Core;
using Microsoft.Data.Sqlite;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Reliability.Tests.Checking;

/// <summary>The two ways to read everything a room has: as a client, and from the file of a stopped server.</summary>
internal static class FullRead
{
    /// <summary>Joins with the longest possible history and leaves at once.</summary>
    public static async Task<List<TextMessage>> HistoryAsync(ServerProcess server, string room)
    {
        using var stream = ChatTester.Open(server.Connect(), room, new Metadata.Entry(ChatMetadata.History, $"{long.MaxValue}"));
        await stream.LeaveAsync();
        var (messages, status) = await stream.ReadToEndAsync();
        Assert.True(status.StatusCode == StatusCode.OK, $"Reading {room} ended with {status}. {server.Process.Transcript}");
        return [.. messages.Select(message => new TextMessage(message.UserId, message.Text))];
    }

    /// <summary>Reads the rows of every room, after asserting that SQLite finds the file intact.</summary>
    public static Dictionary<string, List<StoredEvent>> Rows(string data)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(data, "parley.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());

        using var select = connection.CreateCommand();
        select.CommandText =
            """
            SELECT name, events.id & 0xFFFFFFFFFF, user, content FROM events JOIN rooms ON rooms.id = events.id >> 40
            ORDER BY name, events.id
            """;
        using var row = select.ExecuteReader();
        var rooms = new Dictionary<string, List<StoredEvent>>();
        while (row.Read())
        {
            var name = row.GetString(0);
            if (!rooms.TryGetValue(name, out var events))
            {
                rooms[name] = events = [];
            }

            var content = Content.Parser.ParseFrom(row.GetFieldValue<byte[]>(3));
            events.Add(new StoredEvent(row.GetInt64(1), new TextMessage(row.GetString(2), content.Message.Text)));
        }

        return rooms;
    }
}
