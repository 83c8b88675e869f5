namespace Parley.Engine.Members;

/// <summary>Who is in one room on this node, and whom to tell. The directory locks it for every call.</summary>
internal sealed class RoomMembers(int mostAnnounced)
{
    private readonly SortedDictionary<string, Presence> _users = new(StringComparer.Ordinal);
    private readonly HashSet<IMemberSession> _sessions = [];

    public bool IsEmpty => _users.Count == 0;

    /// <summary>A session came. The others are told if its user had none.</summary>
    public void Add(IMemberSession session)
    {
        var known = _users.TryGetValue(session.User, out var presence);
        presence ??= _users[session.User] = new Presence();
        presence.Sessions++;
        presence.Grace?.Dispose();
        presence.Grace = null;
        if (!known)
        {
            Announce(session.User, present: true);
        }

        _sessions.Add(session);
    }

    /// <summary>A session is gone.</summary>
    /// <returns>The user's presence if this was the last of its sessions: it stays until <see cref="Leave"/>.</returns>
    public Presence? Remove(IMemberSession session) =>
        _sessions.Remove(session) && _users[session.User] is var presence && --presence.Sessions == 0 ? presence : null;

    public Presence? Find(string user) => _users.GetValueOrDefault(user);

    /// <summary>The user has left, unless a session came back in the meantime.</summary>
    public void Leave(string user, Presence presence)
    {
        if (presence.Sessions == 0 && _users.TryGetValue(user, out var current) && current == presence)
        {
            presence.Grace?.Dispose();
            _users.Remove(user);
            Announce(user, present: false);
        }
    }

    public void Show(Signal signal, IMemberSession from)
    {
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

    private void Announce(string user, bool present)
    {
        if (_users.Count <= mostAnnounced)
        {
            foreach (var session in _sessions)
            {
                session.OnPresence(user, present);
            }
        }
    }
}
