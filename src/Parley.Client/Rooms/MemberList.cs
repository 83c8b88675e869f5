using Parley.Protocol.V1;

namespace Parley.Client.Rooms;

/// <summary>Who is in a room, as the server last said, and who is told of changes. Written by one session at a time.</summary>
internal sealed class MemberList
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<string> _snapshot = [];
    private int _count;

    public Broadcast<string, PresenceChange> Changes { get; } = new();

    /// <summary>An immutable copy, by name.</summary>
    public IReadOnlyList<string> Names => _snapshot;

    /// <summary>How many there are; more than <see cref="Names"/> in a room too large for the server to name all.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The whole list anew: what changed while nobody told us is told now.</summary>
    public void Replace(Joined joined)
    {
        var now = joined.Members.Select(member => member.User).ToHashSet(StringComparer.Ordinal);
        var gone = _names.Except(now).ToList();
        var come = now.Except(_names).ToList();
        _names.ExceptWith(gone);
        _names.UnionWith(come);
        Volatile.Write(ref _count, Math.Max(joined.MemberCount, _names.Count));
        _snapshot = [.. _names];
        gone.ForEach(user => Changes.Put(user, new(user, IsHere: false)));
        come.ForEach(user => Changes.Put(user, new(user, IsHere: true)));
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
