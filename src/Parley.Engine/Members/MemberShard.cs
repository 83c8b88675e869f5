namespace Parley.Engine.Members;

/// <summary>The members of some rooms of this node, behind one lock.</summary>
internal sealed class MemberShard(MemberOptions options, TimeProvider time)
{
    private readonly Dictionary<string, RoomMembers> _rooms = [];
    private readonly Lock _gate = new();

    /// <summary>How many rooms have members.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rooms.Count;
            }
        }
    }

    /// <inheritdoc cref="MemberDirectory.Enter"/>
    public MemberList Enter(string room, IMemberSession session)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members))
            {
                members = _rooms[room] = new RoomMembers(options.MaxAnnounced, time, () => Announce(room));
            }

            members.Add(session);
            return members.List(after: "", options.MaxAnnounced);
        }
    }

    /// <inheritdoc cref="MemberDirectory.Leave"/>
    public void Leave(string room, IMemberSession session, bool isBroken)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members) || members.Remove(session) is not { } presence)
            {
                return;
            }

            if (isBroken && options.GraceMilliseconds > 0)
            {
                var number = ++presence.GraceNumber;
                var grace = TimeSpan.FromMilliseconds(options.GraceMilliseconds);
                presence.Grace = time.CreateTimer(_ => EndGrace(room, session.User, number), null, grace, Timeout.InfiniteTimeSpan);
            }
            else
            {
                Leave_NeedsGate(room, members, session.User, presence);
            }
        }
    }

    /// <inheritdoc cref="MemberDirectory.Signal"/>
    public int Signal(string room, MemberSignal signal, IMemberSession from)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(room, out var members) ? members.Signal(signal, from) : 0;
        }
    }

    /// <inheritdoc cref="MemberDirectory.List"/>
    public MemberList List(string room, string after, int count)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(room, out var members) ? members.List(after, count) : new MemberList([], 0);
        }
    }

    /// <inheritdoc cref="MemberDirectory.ListAnnounced"/>
    public MemberList ListAnnounced(string room)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(room, out var members) ? members.ListAnnounced() : new MemberList([], 0);
        }
    }

    private void Announce(string room)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(room, out var members))
            {
                members.Announce();
            }
        }
    }

    private void EndGrace(string room, string user, int number)
    {
        lock (_gate)
        {
            // The callback of a disposed timer may still be waiting for the gate. It must not end a later grace of the same user.
            if (_rooms.TryGetValue(room, out var members) && members.Find(user) is { } presence && presence.GraceNumber == number)
            {
                Leave_NeedsGate(room, members, user, presence);
            }
        }
    }

    private void Leave_NeedsGate(string room, RoomMembers members, string user, MemberPresence presence)
    {
        members.Leave(user, presence);
        if (members.IsEmpty)
        {
            _rooms.Remove(room);
        }
    }
}
