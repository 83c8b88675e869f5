using Parley.Engine.Feeds;
using Parley.Engine.Members;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>
/// Where a session is notified of what happens in one room. Entered by the feed's shards and, under the room's lock, by the members' directory;
/// it records what is new and leaves the writing to the session's writer.
/// </summary>
internal sealed class RoomNotifications(string user, RoomOutput output, PendingNotices notices, Outbox outbox) : IWakeable, IMemberSession
{
    public string User => user;

    public void Wake()
    {
        if (output.Queue())
        {
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
