using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
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
using Parley.Server.Frames;
using Parley.Server.Refusals;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>Joins rooms for a session. Used only by the session's reader.</summary>
internal sealed class RoomJoiner(
    RoomDirectory rooms,
    MemberDirectory members,
    RoomKinds kinds,
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
        catch (RoomLogException exception)
        {
            replies.Refuse(join.Room, "", ReaderRefusal.Of(exception, logger));
            return null;
        }
    }

    private async Task<SessionRoom?> FollowAsync(Join join, string user, SessionPosts? posts)
    {
        var name = join.Room;
        var holds = join.FromCase == Join.FromOneofCase.After
            && await rooms.HoldsAsync(name, join.After.Epoch, join.After.Sequence);
        var notices = new PendingNotices(name, _noticeLimit, () => members.ListAnnounced(name));
        var output = new RoomOutput(name, outbox, turns, notices);
        var notifications = new RoomNotifications(user, output, notices);
        var lease = await rooms.FollowAsync(name, format, From(join, holds), output, user);
        holds = holds && join.After.Sequence <= lease.HeadAtJoin;
        var isBelowFloor = holds && join.After.Sequence < lease.Room.Floor - 1;
        if (lease.Room.Created is { } created && ClosedKind.Find(created, kinds) is ClosedKind closed)
        {
            lease.Dispose();
            replies.Refuse(name, "", ParleyCode.KindUnknown, closed.Reason);
            return null;
        }

        // Wake-ups may have come already, and notices come from Enter on. The output writes nothing before Joined opens it.
        output.Follow(lease, isBroken => members.Leave(name, notifications, isBroken));
        try
        {
            var present = members.Enter(name, notifications);
            replies.Answer(new ServerFrame { Joined = Joined(name, holds && !isBelowFloor, isBelowFloor, lease, present) }, opens: output);
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

    private static FollowFrom From(Join join, bool holds) => join.FromCase switch
    {
        Join.FromOneofCase.Last => FollowFrom.Last(join.Last),
        Join.FromOneofCase.After when holds => FollowFrom.After(join.After.Sequence),
        _ => FollowFrom.Now,
    };

    private Joined Joined(string room, bool isResumed, bool isBelowFloor, FollowerLease lease, MemberList present) => new()
    {
        Room = room,
        Epoch = rooms.EpochOf(lease.Room),
        HeadSequence = lease.HeadAtJoin,
        AfterSequence = lease.Follower.Position,
        Resumed = isResumed,
        Code = isBelowFloor ? Code.BelowFloor : Code.Unspecified,
        FloorSequence = lease.Room.Floor,
        MemberCount = present.Count,
        Members = { present.Users.Select(name => new Member { User = name }) },
        Kind = lease.HeadAtJoin == 0 ? "" : lease.Room.Created?.Kind ?? ChatKind.Instance.Name,
    };
}
