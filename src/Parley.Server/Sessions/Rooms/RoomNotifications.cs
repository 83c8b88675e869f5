using Parley.Engine.Members;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>
/// Notifies a session of the others in one room. Called by the member directory, under the lock of the room's members. It only records what
/// is new; the session's writer writes it.
/// </summary>
internal sealed class RoomNotifications(string user, RoomOutput output, PendingNotices notices) : IMemberSession
{
    public string User => user;

    public void OnPresence(string user, bool present)
    {
        notices.Add(user, present);
        output.OnNotice();
    }

    public void OnMembersUnknown()
    {
        notices.AddList();
        output.OnNotice();
    }

    public void OnSignal(MemberSignal signal)
    {
        notices.Add(signal);
        output.OnNotice();
    }
}
