using Microsoft.Extensions.Options;

namespace Parley.Engine.Members;

/// <summary>Who is in which room on this node. Nothing of it is stored: a room nobody is in is forgotten.</summary>
public sealed class MemberDirectory
{
    // Rooms that share a lock wait for each other only while a large one is told something.
    private const int Shards = 64;

    private readonly MemberShard[] _shards;

    /// <summary>A directory of empty rooms.</summary>
    public MemberDirectory(IOptions<MemberOptions> options, TimeProvider time) =>
        _shards = [.. Enumerable.Range(0, Shards).Select(_ => new MemberShard(options.Value, time))];

    /// <summary>How many rooms have members.</summary>
    public int Count => _shards.Sum(shard => shard.Count);

    /// <summary>A session enters a room, and is told from now on.</summary>
    /// <returns>Who is there, the session's user included: no more than are announced.</returns>
    public MemberList Enter(string room, IMemberSession session) => ShardOf(room).Enter(room, session);

    /// <summary>A session is no longer in a room.</summary>
    /// <param name="room">The room.</param>
    /// <param name="session">The session; nothing happens if it is not in the room.</param>
    /// <param name="broken">True if it broke off and its user may come back within the grace.</param>
    public void Leave(string room, IMemberSession session, bool broken) => ShardOf(room).Leave(room, session, broken);

    /// <summary>Shows something passing to everybody in a room but the session it comes from.</summary>
    public void Signal(string room, MemberSignal signal, IMemberSession from) => ShardOf(room).Signal(room, signal, from);

    /// <summary>Who is in a room.</summary>
    /// <param name="room">The room.</param>
    /// <param name="after">Members after this name; empty for the first.</param>
    /// <param name="count">At most so many.</param>
    public MemberList List(string room, string after, int count) => ShardOf(room).List(room, after, count);

    private MemberShard ShardOf(string room) => _shards[(uint)room.GetHashCode(StringComparison.Ordinal) % Shards];
}
