namespace Parley.Engine.Members;

/// <summary>Who is in some of the rooms of this node, behind one lock.</summary>
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
                members = _rooms[room] = new RoomMembers(options.MaxAnnounced);
            }

            members.Add(session);
            return members.List(after: "", options.MaxAnnounced);
        }
    }

    /// <inheritdoc cref="MemberDirectory.Leave"/>
    public void Leave(string room, IMemberSession session, bool broken)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members) || members.Remove(session) is not { } presence)
            {
                return;
            }

            if (broken && options.GraceMilliseconds > 0)
            {
                var grace = ++presence.Graces;
                presence.Grace = time.CreateTimer(
                    _ => EndGrace(room, session.User, grace), null, TimeSpan.FromMilliseconds(options.GraceMilliseconds), Timeout.InfiniteTimeSpan);
            }
            else
            {
                Leave_NeedsGate(room, members, session.User, presence);
            }
        }
    }

    /// <inheritdoc cref="MemberDirectory.Signal"/>
    public void Signal(string room, MemberSignal signal, IMemberSession from)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(room, out var members))
            {
                members.Signal(signal, from);
            }
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

    private void EndGrace(string room, string user, int grace)
    {
        lock (_gate)
        {
            // A timer that was stopped may be on its way already: a later grace of the same user is not its to end.
            if (_rooms.TryGetValue(room, out var members) && members.Find(user) is { } presence && presence.Graces == grace)
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
