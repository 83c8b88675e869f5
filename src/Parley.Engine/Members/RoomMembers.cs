using Parley.Protocol;

namespace Parley.Engine.Members;

/// <summary>The members of one room on this node, and who is to be notified of them. Guarded by the shard's gate.</summary>
/// <param name="maxAnnounced">See <see cref="MemberOptions.MaxAnnounced"/>.</param>
internal sealed class RoomMembers(int maxAnnounced)
{
    // Bounds what a room that is too large remembers for the time when it is small again.
    private const int MaxPendingUsers = 256;

    private readonly Dictionary<string, MemberPresence> _users = [];
    private readonly SortedSet<string> _names = new(Utf8Order.Instance);
    private readonly HashSet<IMemberSession> _sessions = [];

    // What a room that is too large has not announced: users who came or went, and sessions that entered with only some of the members.
    private readonly HashSet<string> _pendingUsers = [];
    private readonly HashSet<IMemberSession> _pendingSessions = [];

    public bool IsEmpty => _users.Count == 0;

    /// <summary>Adds a session. The others are notified if its user was no member before.</summary>
    public void Add(IMemberSession session)
    {
        var known = _users.TryGetValue(session.User, out var presence);
        if (presence is null)
        {
            presence = _users[session.User] = new MemberPresence();
            _names.Add(session.User);
        }

        presence.Sessions++;
        presence.Grace?.Dispose();
        presence.Grace = null;
        if (!known)
        {
            OnPresenceChanged(session.User);
        }

        _sessions.Add(session);
        if (_users.Count > maxAnnounced)
        {
            _pendingSessions.Add(session);
        }
    }

    /// <summary>Removes a session.</summary>
    /// <returns>
    /// The user's presence if this was the last of the user's sessions. The user stays a member until <see cref="Leave"/>.
    /// </returns>
    public MemberPresence? Remove(IMemberSession session)
    {
        _pendingSessions.Remove(session);
        return _sessions.Remove(session) && _users[session.User] is var presence && --presence.Sessions == 0 ? presence : null;
    }

    public MemberPresence? Find(string user) => _users.GetValueOrDefault(user);

    /// <summary>Ends the membership of a user, unless a new session has entered in the meantime.</summary>
    public void Leave(string user, MemberPresence presence)
    {
        if (presence.Sessions == 0 && _users.TryGetValue(user, out var current) && current == presence)
        {
            presence.Grace?.Dispose();
            _users.Remove(user);
            _names.Remove(user);
            OnPresenceChanged(user);
        }
    }

    /// <summary>Delivers a signal to every other session, if there are not too many.</summary>
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

    /// <summary>Lists members after a name, in order, without a look at those before it.</summary>
    public MemberList List(string after, int count) => new(
        _names.Max is { } last && Utf8Order.Instance.Compare(after, last) < 0
            ? [.. _names.GetViewBetween(after, last).Where(user => user != after).Take(count)]
            : [],
        _users.Count);

    private void OnPresenceChanged(string user)
    {
        if (_users.Count <= maxAnnounced)
        {
            _pendingUsers.Add(user);
            NotifyPending();
        }
        else if (_pendingUsers.Count < MaxPendingUsers)
        {
            _pendingUsers.Add(user);
        }
    }

    /// <summary>Notifies the sessions of everything that was not announced while the room was too large.</summary>
    private void NotifyPending()
    {
        foreach (var user in _pendingUsers)
        {
            Notify(_sessions, user, _users.ContainsKey(user));
        }

        foreach (var user in _pendingSessions.Count > 0 ? _names : Enumerable.Empty<string>())
        {
            Notify(_pendingSessions, user, present: true);
        }

        _pendingUsers.Clear();
        _pendingSessions.Clear();
    }

    private static void Notify(HashSet<IMemberSession> sessions, string user, bool present)
    {
        foreach (var session in sessions)
        {
            session.OnPresence(user, present);
        }
    }
}
