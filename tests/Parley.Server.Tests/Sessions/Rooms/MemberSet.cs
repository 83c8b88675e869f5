using Google.Protobuf.Collections;
using Parley.Protocol.V1;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>What a client knows of the members of a room, kept as the room contract says.</summary>
internal sealed class MemberSet(string room)
{
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);
    private bool _isTooLarge;
    private int _applied;

    /// <summary>Applies the frames that were not applied yet.</summary>
    /// <param name="frames">All frames of the session.</param>
    /// <returns>What is known then, as <see cref="ToString"/> gives it.</returns>
    public string ApplyNew(IReadOnlyList<ServerFrame> frames)
    {
        for (; _applied < frames.Count; _applied++)
        {
            Apply(frames[_applied]);
        }

        return ToString();
    }

    /// <summary>Everybody, by name; or "too many".</summary>
    public override string ToString() => _isTooLarge ? "too many" : string.Join(' ', _users.Order(StringComparer.Ordinal));

    private void Apply(ServerFrame frame)
    {
        if (frame.Joined?.Room == room)
        {
            Replace(frame.Joined.Members, frame.Joined.MemberCount);
        }
        else if (frame.Members?.Room == room)
        {
            Replace(frame.Members.Members_, frame.Members.MemberCount);
        }
        else if (frame.Presence?.Room == room)
        {
            _ = frame.Presence.State == PresenceState.Joined ? _users.Add(frame.Presence.User) : _users.Remove(frame.Presence.User);
        }
    }

    private void Replace(RepeatedField<Member> members, int count)
    {
        _users.Clear();
        _users.UnionWith(members.Select(member => member.User));
        _isTooLarge = members.Count < count;
    }
}
