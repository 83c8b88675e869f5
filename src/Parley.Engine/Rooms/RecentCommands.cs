using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>
/// Which commands a room decided in the last minute, by hash: about 50 bytes each, whatever the commands contain. Only the log knows for
/// sure. Used by the room's owner only.
/// </summary>
internal sealed class RecentCommands(TimeProvider time)
{
    /// <summary>The most commands that are kept. A retry of an older one is found by the log.</summary>
    public const int MaxCount = 4_096;

    // Long enough for clients to reconnect and send again what was not answered.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly HashSet<ulong> _hashes = [];
    private readonly Queue<(ulong Hash, long Since)> _order = new();

    /// <summary>How many commands are kept.</summary>
    public int Count => _order.Count;

    /// <summary>Adds a command, and drops those that are too old or too many.</summary>
    public void Add(CommandKey key)
    {
        var now = time.GetTimestamp();
        var hash = Hash(key);
        if (_hashes.Add(hash))
        {
            _order.Enqueue((hash, now));
        }

        while (_order.TryPeek(out var oldest) && (_order.Count > MaxCount || time.GetElapsedTime(oldest.Since, now) > Period))
        {
            _hashes.Remove(oldest.Hash);
            _order.Dequeue();
        }
    }

    /// <summary>False if the command was not decided lately. True if it probably was.</summary>
    public bool MayHave(CommandKey key) => _hashes.Contains(Hash(key));

    private static ulong Hash(CommandKey key) => ((ulong)(uint)key.User.GetHashCode(StringComparison.Ordinal) << 32)
        | (uint)key.CommandId.GetHashCode(StringComparison.Ordinal);
}
