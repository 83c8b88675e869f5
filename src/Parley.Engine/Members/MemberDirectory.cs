using Microsoft.Extensions.Options;

namespace Parley.Engine.Members;

/// <summary>Who is in which room on this node. Nothing is stored, and a room without members takes no memory.</summary>
public sealed class MemberDirectory
{
    // Each shard has one lock, held while a room's sessions are notified. With 64, a large room rarely delays another one.
    private const int Shards = 64;

    private readonly MemberShard[] _shards;

    /// <summary>A directory without members.</summary>
    public MemberDirectory(IOptions<MemberOptions> options, TimeProvider time) =>
        _shards = [.. Enumerable.Range(0, Shards).Select(_ => new MemberShard(options.Value, time))];

    /// <summary>How many rooms have members.</summary>
    public int Count => _shards.Sum(shard => shard.Count);

    /// <summary>Adds a session to a room. From now on it is notified of the other members.</summary>
    /// <returns>
    /// The room's members, including the session's user: the first <see cref="MemberOptions.MaxAnnounced"/>, and the count of all.
    /// </returns>
    public MemberList Enter(string room, IMemberSession session) => ShardOf(room).Enter(room, session);

    /// <summary>Removes a session from a room. It is not notified any more once this returns.</summary>
    /// <param name="room">The room.</param>
    /// <param name="session">The session. Nothing happens if it is not in the room.</param>
    /// <param name="isBroken">
    /// True if the session broke off: its user stays a member for <see cref="MemberOptions.GraceMilliseconds"/>, unless a new session of
    /// the user enters in that time.
    /// </param>
    public void Leave(string room, IMemberSession session, bool isBroken) => ShardOf(room).Leave(room, session, isBroken);

    /// <summary>
    /// Delivers a signal to all sessions in a room but the one it comes from. Nobody gets it if the room has more than
    /// <see cref="MemberOptions.MaxAnnounced"/> sessions.
    /// </summary>
    /// <returns>How many sessions got it.</returns>
    public int Signal(string room, MemberSignal signal, IMemberSession from) => ShardOf(room).Signal(room, signal, from);

    /// <summary>Lists members of a room by name, in the order of <see cref="Protocol.Utf8Order"/>.</summary>
    /// <param name="room">The room.</param>
    /// <param name="after">The name before the first member wanted; empty for the first members.</param>
    /// <param name="count">The maximum number of members.</param>
    public MemberList List(string room, string after, int count) => ShardOf(room).List(room, after, count);

    /// <summary>
    /// Lists all members of a room that has no more than <see cref="MemberOptions.MaxAnnounced"/>; otherwise nobody, with the count of all.
    /// </summary>
    public MemberList ListAnnounced(string room) => ShardOf(room).ListAnnounced(room);

    private MemberShard ShardOf(string room) => _shards[(uint)room.GetHashCode(StringComparison.Ordinal) % Shards];
}
