using Parley.Engine.Feeds;
using Parley.Engine.Members;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>
/// Notifies a session of what happens in one room. Called by the feed's shards and, under the lock of the room's members, by the member
/// directory. It only records what is new; the session's writer writes it.
/// </summary>
internal sealed class RoomNotifications(string user, RoomOutput output, PendingNotices notices, Outbox outbox) : IWakeable, IMemberSession
{
    public string User => user;

    public void Wake()
    {
        if (output.Queue())
        {
            // The writer runs inside this call: a shard wakes one follower after the other, and each copies and flushes at once.
            outbox.Wake();
        }
    }

    public void OnPresence(string user, bool present)
    {
        notices.Add(user, present);
        output.OnNotice();
    }

    public void OnSignal(MemberSignal signal)
    {
        notices.Add(signal);
        output.OnNotice();
    }
}
