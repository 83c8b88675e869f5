using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Rooms.Contents;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;
using Parley.Server.Following;
using Parley.Server.Frames;
using Parley.Server.Refusals;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>Joins rooms for a session. Used only by the session's reader.</summary>
internal sealed class RoomJoiner(
    RoomDirectory rooms,
    MemberDirectory members,
    RoomKinds kinds,
    RoomFollowing following,
    RoomEventFormat format,
    Outbox outbox,
    PageTurns turns,
    SessionReplies replies,
    ILogger logger)
{
    private readonly NoticeLimit _noticeLimit = new();

    /// <summary>Joins a room and answers.</summary>
    /// <param name="join">A valid request for a room that the session is not in.</param>
    /// <param name="user">The session's user.</param>
    /// <param name="posts">The posts of an earlier stay, if some are unanswered: new ones follow them. Otherwise <c>null</c>.</param>
    /// <returns>The session's stay in the room; <c>null</c> if the join was refused.</returns>
    public async Task<SessionRoom?> JoinAsync(Join join, string user, SessionPosts? posts)
    {
        try
        {
            var rejection = rooms.Check(new Identity(user), RoomAction.Join, join.Room);
            if (rejection is null && join.Create is { } create)
            {
                rejection = await CreateAsync(join.Room, create, user);
            }

            if (rejection is not null)
            {
                replies.Refuse(join.Room, "", rejection);
                return null;
            }

            return await FollowAsync(join, user, posts);
        }
        catch (RefusedException refused)
        {
            replies.Refuse(join.Room, "", refused.Rejection);
            return null;
        }
        catch (RoomLogException exception)
        {
            replies.Refuse(join.Room, "", ReaderRefusal.Of(exception, logger));
            return null;
        }
    }

    private async Task<SessionRoom> FollowAsync(Join join, string user, SessionPosts? posts)
    {
        var name = join.Room;
        var notices = new PendingNotices(name, _noticeLimit, () => members.ListAnnounced(name));
        var output = new RoomOutput(name, outbox, turns, notices);
        var notifications = new RoomNotifications(user, output, notices);
        var (lease, joined) = await following.FollowAsync(join, format, output, user);

        // Wake-ups may have come already, and notices come from Enter on. The output writes nothing before Joined opens it.
        output.Follow(lease, isBroken => members.Leave(name, notifications, isBroken));
        try
        {
            var present = members.Enter(name, notifications);
            joined.MemberCount = present.Count;
            joined.Members.AddRange(present.Users.Select(name => new Member { User = name }));
            replies.Answer(new ServerFrame { Joined = joined }, opens: output);
        }
        catch
        {
            output.Close(isBroken: true);
            throw;
        }

        return new SessionRoom(output, notifications, posts ?? new SessionPosts(name, rooms, outbox, logger));
    }

    /// <summary>Creates a room, if it has no events.</summary>
    /// <returns>Why it cannot be joined as the client wants; <c>null</c> if it has the kind that the client wants.</returns>
    private async Task<Rejection?> CreateAsync(string room, Create create, string user)
    {
        if (create.Version > int.MaxValue)
        {
            return new Rejection(ParleyCode.Invalid, "The version of a kind must be less than 2,147,483,648.");
        }

        // Nobody needs to be allowed to create a room that exists.
        var existing = await rooms.ReadRoomAsync(room);
        if (existing.Head > 0)
        {
            var kindName = existing.Created?.Kind ?? ChatKind.Instance.Name;
            return kindName == create.Kind ? null : RoomCreation.Mismatch(create.Kind, kindName);
        }

        var version = create.Version > 0 ? (int)create.Version : kinds.TryFind(create.Kind, out var kind) ? kind.Version : 0;
        var created = new CreatedContent(create.Kind, version, create.Options.Memory);
        try
        {
            return (await rooms.PostAsync(room, [RoomCreation.Command(user, created)]))[0].Rejection;
        }
        catch (Exception exception)
        {
            RefusalLogMessages.PostFailed(logger, exception);
            return new Rejection(ParleyCode.Unavailable, RefusalReasons.NoAnswerToJoin);
        }
    }
}
