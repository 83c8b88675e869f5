using System.IO.Hashing;
using System.Numerics;
using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite.Files;

/// <summary>
/// The checksum of an event: the lower 32 bits of a chain of XXH3 hashes. It covers the key and the time, the user, the command id if there
/// is one, and the content, in this order.
/// </summary>
internal struct EventChecksum
{
    private const string Function = "event_checksum";

    // Each hash is the seed of the next, so that the same bytes split into other parts have another checksum.
    private long _hash;

    /// <param name="id">The event's key.</param>
    /// <param name="time">Its time in Unix milliseconds.</param>
    public EventChecksum(long id, long time) => _hash = id ^ (long)BitOperations.RotateLeft((ulong)time, 32);

    /// <summary>The checksum of what was added so far.</summary>
    public readonly int Value => unchecked((int)_hash);

    /// <summary>An expression for the checksum of an event's row. The connection needs <see cref="Register"/>.</summary>
    /// <param name="content">An expression for the content.</param>
    public static string Sql(string content) => $"{Function}(id, time, CAST(user AS BLOB), CAST(command AS BLOB), {content})";

    /// <summary>Lets a connection calculate checksums in SQL.</summary>
    public static void Register(SqliteConnection connection) =>
        connection.CreateFunction<long, long, byte[], byte[]?, byte[], long>(Function, Of, isDeterministic: true);

    /// <summary>Adds the next part.</summary>
    public void Add(ReadOnlySpan<byte> part) => _hash = unchecked((long)XxHash3.HashToUInt64(part, _hash));

    private static long Of(long id, long time, byte[] user, byte[]? command, byte[] content)
    {
        var checksum = new EventChecksum(id, time);
        checksum.Add(user);
        if (command is not null)
        {
            checksum.Add(command);
        }

        checksum.Add(content);
        return checksum.Value;
    }
}
