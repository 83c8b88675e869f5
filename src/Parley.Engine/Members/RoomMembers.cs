namespace Parley.Engine.Members;

/// <summary>Who is in one room on this node, and whom to tell. The directory locks it for every call.</summary>
internal sealed class RoomMembers(int maxAnnounced)
{
    private const int MaxUntold = 256;

    private readonly SortedDictionary<string, MemberPresence> _users = new(StringComparer.Ordinal);
    private readonly HashSet<IMemberSession> _sessions = [];

    // What was not told while there were too many members to tell: who came or went, and which sessions were given only some of the members.
    private readonly HashSet<string> _untold = [];
    private readonly HashSet<IMemberSession> _incomplete = [];

    public bool IsEmpty => _users.Count == 0;

    /// <summary>A session came. The others are told if its user had none.</summary>
    public void Add(IMemberSession session)
    {
        var known = _users.TryGetValue(session.User, out var presence);
        presence ??= _users[session.User] = new MemberPresence();
        presence.Sessions++;
        presence.Grace?.Dispose();
        presence.Grace = null;
        if (!known)
        {
            Announce(session.User);
        }

        _sessions.Add(session);
        if (_users.Count > maxAnnounced)
        {
            _incomplete.Add(session);
        }
    }

    /// <summary>A session is gone.</summary>
    /// <returns>The user's presence if this was the last of its sessions: it stays until <see cref="Leave"/>.</returns>
    public MemberPresence? Remove(IMemberSession session)
    {
        _incomplete.Remove(session);
        return _sessions.Remove(session) && _users[session.User] is var presence && --presence.Sessions == 0 ? presence : null;
    }

    public MemberPresence? Find(string user) => _users.GetValueOrDefault(user);

    /// <summary>The user has left, unless a session came back in the meantime.</summary>
    public void Leave(string user, MemberPresence presence)
    {
        if (presence.Sessions == 0 && _users.TryGetValue(user, out var current) && current == presence)
        {
            presence.Grace?.Dispose();
            _users.Remove(user);
            Announce(user);
        }
    }

    /// <summary>Shows something passing to every other session, if they are no more than are told who comes and goes.</summary>
    public void Signal(MemberSignal signal, IMemberSession from)
    {
        if (_sessions.Count > maxAnnounced)
        {
            return;
        }

        foreach (var session in _sessions)
        {
            if (session != from)
            {
                session.OnSignal(signal);
            }
        }
    }

    public MemberList List(string after, int count) => new(
        [.. _users.Keys.SkipWhile(user => string.CompareOrdinal(user, after) <= 0).Take(count)], _users.Count);

    private void Announce(string user)
    {
        if (_users.Count <= maxAnnounced)
        {
            _untold.Add(user);
            TellAll();
        }
        else if (_untold.Count < MaxUntold)
        {
            _untold.Add(user);
        }
    }

    /// <summary>There are few enough members: everybody is told what was not told.</summary>
    private void TellAll()
    {
        foreach (var user in _untold)
        {
            Tell(_sessions, user, _users.ContainsKey(user));
        }

        foreach (var user in _incomplete.Count > 0 ? _users.Keys : Enumerable.Empty<string>())
        {
            Tell(_incomplete, user, present: true);
        }

        _untold.Clear();
        _incomplete.Clear();
    }

    private static void Tell(HashSet<IMemberSession> sessions, string user, bool present)
    {
        foreach (var session in sessions)
        {
            session.OnPresence(user, present);
        }
    }
}
