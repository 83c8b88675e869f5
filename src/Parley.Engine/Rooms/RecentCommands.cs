using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>
/// Which commands a room decided in the last minute, by hash: 8 to 40 bytes each, whatever the commands contain. Only the log knows for
/// sure. Used by the room's owner only.
/// </summary>
internal sealed class RecentCommands(TimeProvider time)
{
    /// <summary>The most commands that are kept. A retry of an older one is found by the log.</summary>
    public const int MaxCount = 4_096;

    // In seconds. Long enough for clients to reconnect and send again what was not answered.
    private const int Period = 60;

    // Up to here it is cheaper to look at each: most rooms have few posts a minute, and a set takes more memory than the hashes.
    private const int MaxWithoutSet = 16;

    private readonly long _openedAt = time.GetTimestamp();
    private readonly Queue<(uint Hash, int Second)> _order = new();
    private HashSet<uint>? _hashes;

    /// <summary>How many commands are kept.</summary>
    public int Count => _order.Count;

    /// <summary>Adds a command, and drops those that are too old or too many.</summary>
    public void Add(CommandKey key)
    {
        var now = (int)time.GetElapsedTime(_openedAt).TotalSeconds;
        var hash = Hash(key);
        if (!Has(hash))
        {
            _order.Enqueue((hash, now));
            _hashes?.Add(hash);
        }

        while (_order.TryPeek(out var oldest) && (_order.Count > MaxCount || now - oldest.Second > Period))
        {
            _hashes?.Remove(oldest.Hash);
            _order.Dequeue();
        }

        if (_hashes is null && _order.Count > MaxWithoutSet)
        {
            _hashes = [.. _order.Select(command => command.Hash)];
        }
        else if (_hashes is not null && _order.Count < MaxWithoutSet / 2)
        {
            _hashes = null;
        }
    }

    /// <summary>False if the command was not decided lately. True if it probably was.</summary>
    public bool MayHave(CommandKey key) => Has(Hash(key));

    private bool Has(uint hash)
    {
        if (_hashes is not null)
        {
            return _hashes.Contains(hash);
        }

        foreach (var command in _order)
        {
            if (command.Hash == hash)
            {
                return true;
            }
        }

        return false;
    }

    // With 4,096 hashes, about one new command in a million is looked up in vain.
    private static uint Hash(CommandKey key) => (uint)HashCode.Combine(
        key.User.GetHashCode(StringComparison.Ordinal), key.CommandId.GetHashCode(StringComparison.Ordinal));
}
