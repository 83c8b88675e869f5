using Google.Protobuf.Collections;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Rooms;

/// <summary>The members of a room, as the server last reported them. Written by one session at a time, read from any thread.</summary>
internal sealed class KnownMembers
{
    private readonly SortedSet<string> _names = new(Utf8Order.Instance);
    private volatile IReadOnlyList<string> _snapshot = [];
    private int _count;

    public Broadcast<string, PresenceChange> Changes { get; } = new();

    /// <summary>An immutable copy, ordered by name.</summary>
    public IReadOnlyList<string> Names => _snapshot;

    /// <summary>How many members there are: more than <see cref="Names"/> in a room that is too large for the server to name them
    /// all.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adopts a list from the server. Readers are notified of what changed without being announced. A list that lacks members
    /// comes from a room too large to announce them: after the first, it changes only the count.</summary>
    /// <param name="members">Everybody, or the first members by name, or nobody.</param>
    /// <param name="count">How many members there are.</param>
    public void Replace(RepeatedField<Member> members, int count)
    {
        Volatile.Write(ref _count, Math.Max(count, members.Count));
        if (members.Count < count && _names.Count > 0)
        {
            return;
        }

        var now = members.Select(member => member.User).ToHashSet(StringComparer.Ordinal);
        var left = _names.Except(now).ToList();
        var entered = now.Except(_names).ToList();
        _names.ExceptWith(left);
        _names.UnionWith(entered);
        _snapshot = [.. _names];
        left.ForEach(user => Changes.Put(user, new(user, IsHere: false)));
        entered.ForEach(user => Changes.Put(user, new(user, IsHere: true)));
    }

    public void Apply(Presence presence)
    {
        var isHere = presence.State == PresenceState.Joined;
        if (presence.State == PresenceState.Unspecified || !(isHere ? _names.Add(presence.User) : _names.Remove(presence.User)))
        {
            return;
        }

        Volatile.Write(ref _count, Math.Max(_count + (isHere ? 1 : -1), _names.Count));
        _snapshot = [.. _names];
        Changes.Put(presence.User, new(presence.User, isHere));
    }
}
