using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;
using Parley.Server.Refusals;

namespace Parley.Server.Following;

/// <summary>Follows rooms from where a <see cref="Join"/> begins, for sessions and for readers without one.</summary>
internal sealed class RoomFollowing(RoomDirectory rooms, RoomKinds kinds)
{
    /// <summary>Follows a room that the reader may join.</summary>
    /// <param name="join">A valid request. Its <see cref="Join.Create"/> is ignored.</param>
    /// <param name="format">How events are encoded for the reader.</param>
    /// <param name="reader">Woken when there may be something to read.</param>
    /// <param name="user">Who follows; may be empty.</param>
    /// <exception cref="RefusedException">The server does not know the room's kind.</exception>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public async Task<FollowedRoom> FollowAsync(Join join, IFeedFormat format, IWakeable reader, string user = "")
    {
        var holds = join.FromCase == Join.FromOneofCase.After
            && await rooms.HoldsAsync(join.Room, join.After.Epoch, join.After.Sequence);
        var lease = await rooms.FollowAsync(join.Room, format, From(join, holds), reader, user);
        holds = holds && join.After.Sequence <= lease.HeadAtJoin;
        var isBelowFloor = holds && join.After.Sequence < lease.Room.Floor - 1;
        if (lease.Room.Created is { } created && ClosedKind.Find(created, kinds) is ClosedKind closed)
        {
            lease.Dispose();
            throw new RefusedException(ParleyCode.KindUnknown, closed.Reason);
        }

        return new FollowedRoom(lease, Joined(join.Room, holds && !isBelowFloor, isBelowFloor, lease));
    }

    private static FollowFrom From(Join join, bool holds) => join.FromCase switch
    {
        Join.FromOneofCase.Last => FollowFrom.Last(join.Last),
        Join.FromOneofCase.After when holds => FollowFrom.After(join.After.Sequence),
        _ => FollowFrom.Now,
    };

    private Joined Joined(string room, bool isResumed, bool isBelowFloor, FollowerLease lease) => new()
    {
        Room = room,
        Epoch = rooms.EpochOf(lease.Room),
        HeadSequence = lease.HeadAtJoin,
        AfterSequence = lease.Follower.Position,
        Resumed = isResumed,
        Code = isBelowFloor ? Code.BelowFloor : Code.Unspecified,
        FloorSequence = lease.Room.Floor,
        Kind = lease.HeadAtJoin == 0 ? "" : lease.Room.Created?.Kind ?? ChatKind.Instance.Name,
    };
}
