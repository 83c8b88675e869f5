using Microsoft.Extensions.Options;

namespace Parley.Engine.Members;

/// <summary>Who is in which room on this node. Nothing of it is stored: a room nobody is in is forgotten.</summary>
public sealed class MemberDirectory
{
    private readonly Dictionary<string, RoomMembers> _rooms = [];
    private readonly MemberOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    /// <summary>A directory of empty rooms.</summary>
    public MemberDirectory(IOptions<MemberOptions> options, TimeProvider time) => (_options, _time) = (options.Value, time);

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

    /// <summary>A session enters a room, and is told from now on.</summary>
    /// <returns>Who is there, the session's user included: no more than are announced.</returns>
    public MemberList Enter(string room, IMemberSession session)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members))
            {
                members = _rooms[room] = new RoomMembers(_options.MostAnnounced);
            }

            members.Add(session);
            return members.List(after: "", _options.MostAnnounced);
        }
    }

    /// <summary>A session is no longer in a room.</summary>
    /// <param name="room">The room.</param>
    /// <param name="session">The session; nothing happens if it is not in the room.</param>
    /// <param name="broken">True if it broke off and its user may come back within the grace.</param>
    public void Leave(string room, IMemberSession session, bool broken)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members) || members.Remove(session) is not { } presence)
            {
                return;
            }

            if (broken && _options.GraceMilliseconds > 0)
            {
                var grace = ++presence.Graces;
                presence.Grace = _time.CreateTimer(
                    _ => EndGrace(room, session.User, grace), null, TimeSpan.FromMilliseconds(_options.GraceMilliseconds), Timeout.InfiniteTimeSpan);
            }
            else
            {
                Leave_NeedsGate(room, members, session.User, presence);
            }
        }
    }

    /// <summary>Shows something passing to everybody in a room but the session it comes from.</summary>
    public void Show(string room, Signal signal, IMemberSession from)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(room, out var members))
            {
                members.Show(signal, from);
            }
        }
    }

    /// <summary>Who is in a room.</summary>
    /// <param name="room">The room.</param>
    /// <param name="after">Members after this name; empty for the first.</param>
    /// <param name="count">At most so many.</param>
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

    private void Leave_NeedsGate(string room, RoomMembers members, string user, Presence presence)
    {
        members.Leave(user, presence);
        if (members.IsEmpty)
        {
            _rooms.Remove(room);
        }
    }
}
