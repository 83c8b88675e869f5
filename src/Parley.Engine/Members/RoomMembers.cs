using Parley.Protocol;

namespace Parley.Engine.Members;

/// <summary>The members of one room on this node, and who is to be notified of them. Guarded by the shard's gate.</summary>
/// <param name="maxAnnounced">See <see cref="MemberOptions.MaxAnnounced"/>.</param>
/// <param name="time">Measures the pause before a room that is small again is announced.</param>
/// <param name="onPauseEnded">Called when that pause has ended, to call <see cref="Announce"/> in the shard's gate.</param>
internal sealed class RoomMembers(int maxAnnounced, TimeProvider time, Action onPauseEnded)
{
    // Every session then gets the whole list. One user who comes and goes at the limit must not cause that each time.
    private static readonly TimeSpan PauseBeforeAnnouncing = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, MemberPresence> _users = [];
    private readonly SortedSet<string> _names = new(Utf8Order.Instance);
    private readonly HashSet<IMemberSession> _sessions = [];

    // Whether sessions are notified of who comes and goes. If not although the room is small enough, the pause is running.
    private bool _isAnnounced = true;
    private bool _hasListedInPause;
    private ITimer? _pause;

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
        _hasListedInPause |= !_isAnnounced && _users.Count <= maxAnnounced;
    }

    /// <summary>Removes a session.</summary>
    /// <returns>
    /// The user's presence if this was the last of the user's sessions. The user stays a member until <see cref="Leave"/>.
    /// </returns>
    public MemberPresence? Remove(IMemberSession session) =>
        _sessions.Remove(session) && _users[session.User] is var presence && --presence.Sessions == 0 ? presence : null;

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
    /// <returns>How many sessions got it.</returns>
    public int Signal(MemberSignal signal, IMemberSession from)
    {
        if (_sessions.Count > maxAnnounced)
        {
            return 0;
        }

        var sent = 0;
        foreach (var session in _sessions)
        {
            if (session != from)
            {
                session.OnSignal(signal);
                sent++;
            }
        }

        return sent;
    }

    /// <summary>Lists members after a name, in order, without a look at those before it.</summary>
    public MemberList List(string after, int count) => new(
        _names.Max is { } last && Utf8Order.Instance.Compare(after, last) < 0
            ? [.. _names.GetViewBetween(after, last).Where(user => user != after).Take(count)]
            : [],
        _users.Count);

    /// <summary>Lists everybody if there are not too many, otherwise only counts them.</summary>
    public MemberList ListAnnounced()
    {
        var isComplete = _users.Count <= maxAnnounced;
        _hasListedInPause |= isComplete && !_isAnnounced;
        return new MemberList(isComplete ? [.. _names] : [], _users.Count);
    }

    /// <summary>Notifies the sessions of who comes and goes again, unless the room has grown in the meantime.</summary>
    public void Announce()
    {
        EndPause();
        if (!_isAnnounced && _users.Count <= maxAnnounced)
        {
            _isAnnounced = true;
            NotifyUnknown();
        }
    }

    private void OnPresenceChanged(string user)
    {
        if (_users.Count > maxAnnounced)
        {
            EndPause();

            // Who got a complete list in the pause thinks that changes to it are announced.
            if (_isAnnounced || _hasListedInPause)
            {
                _isAnnounced = false;
                NotifyUnknown();
            }
        }
        else if (_isAnnounced)
        {
            Notify(user, _users.ContainsKey(user));
        }
        else if (IsEmpty)
        {
            EndPause();
        }
        else
        {
            _pause ??= time.CreateTimer(_ => onPauseEnded(), null, PauseBeforeAnnouncing, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndPause()
    {
        _pause?.Dispose();
        _pause = null;
    }

    private void Notify(string user, bool present)
    {
        foreach (var session in _sessions)
        {
            session.OnPresence(user, present);
        }
    }

    private void NotifyUnknown()
    {
        _hasListedInPause = false;
        foreach (var session in _sessions)
        {
            session.OnMembersUnknown();
        }
    }
}
