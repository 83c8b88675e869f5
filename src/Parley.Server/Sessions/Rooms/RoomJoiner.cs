using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Frames;
using Parley.Server.Refusals;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>Joins rooms for a session. Used only by the session's reader.</summary>
internal sealed class RoomJoiner(
    RoomDirectory rooms, MemberDirectory members, RoomEventFormat format, Outbox outbox, SessionReplies replies, ILogger logger)
{
    private readonly PageTurns _turns = new();
    private readonly NoticeLimit _noticeLimit = new();

    /// <summary>Joins a room and answers.</summary>
    /// <param name="join">A valid request for a room that the session is not in.</param>
    /// <param name="user">The session's user.</param>
    /// <param name="posts">The posts of an earlier stay, if some are unanswered: new ones follow them. Otherwise <c>null</c>.</param>
    /// <returns>The session's stay in the room; <c>null</c> if the log cannot be read.</returns>
    public async Task<SessionRoom?> JoinAsync(Join join, string user, SessionPosts? posts)
    {
        var name = join.Room;
        var notices = new PendingNotices(name, _noticeLimit);
        var output = new RoomOutput(name, outbox, _turns, notices);
        var notifications = new RoomNotifications(user, output, notices);
        FollowerLease lease;
        try
        {
            lease = await rooms.FollowAsync(name, format, From(join), output);
        }
        catch (RoomLogException exception)
        {
            RefusalLogMessages.ReadFailed(logger, exception);
            replies.Refuse(name, "", ParleyCode.Unavailable, RefusalReasons.LogUnreadable);
            return null;
        }

        // Wake-ups may have come already, and notices come from Enter on. The output writes nothing before Joined opens it.
        output.Follow(lease, isBroken => members.Leave(name, notifications, isBroken));
        try
        {
            var present = members.Enter(name, notifications);
            replies.Answer(new ServerFrame { Joined = Joined(join, lease, present) }, opens: output);
        }
        catch
        {
            output.Close(isBroken: true);
            throw;
        }

        return new SessionRoom(output, notifications, posts ?? new SessionPosts(name, rooms, outbox, logger));
    }

    private FollowFrom From(Join join) => join.FromCase switch
    {
        Join.FromOneofCase.Last => FollowFrom.Last(join.Last),
        Join.FromOneofCase.After when join.After.Epoch == rooms.Epoch => FollowFrom.After(join.After.Sequence),
        _ => FollowFrom.Now,
    };

    private Joined Joined(Join join, FollowerLease lease, MemberList present) => new()
    {
        Room = join.Room,
        Epoch = rooms.Epoch,
        HeadSequence = lease.HeadAtJoin,
        AfterSequence = lease.Follower.Position,
        Resumed = join.FromCase == Join.FromOneofCase.After && join.After.Epoch == rooms.Epoch && join.After.Sequence <= lease.HeadAtJoin,
        MemberCount = present.Count,
        Members = { present.Users.Select(name => new Member { User = name }) },
    };
}
