using Parley.Client.Errors;
using Parley.Client.Frames;
using Parley.Client.Posts;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Rooms;

/// <summary>Joins and leaves rooms as the application asks and the server allows. A room ends when either is done with it; a session's end
/// does not end it.</summary>
internal sealed class RoomMembership(RoomTable rooms, PostWindow window, ClientLifetime lifetime, ParleyClientOptions options)
{
    /// <summary>A room the client is in, is joining or is leaving.</summary>
    public RoomLink? Find(string name) => rooms.Find(name);

    /// <summary>True if anything other than this room's reader needs the client to keep reading from the session.</summary>
    public bool MustKeepReading(RoomLink room) => lifetime.IsClosing || room.IsLeaving || window.IsBusy || rooms.HasSeveral;

    public async Task<RoomLink> JoinAsync(string name, From from, CancellationToken cancellationToken)
    {
        if (RoomName.Validate(name) is { } error)
        {
            throw new ParleyException(ParleyCode.Invalid, error);
        }

        var room = new RoomLink(name, from, window, options);
        while (!rooms.TryAdd(room, out var leaving))
        {
            await leaving.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await room.Joined.WaitAsync(cancellationToken).ConfigureAwait(false);
            return room;
        }
        catch (OperationCanceledException)
        {
            BeginLeave(room);
            throw;
        }
    }

    /// <summary>Leaves a room once every post in it is answered.</summary>
    public async Task LeaveAsync(RoomLink room, CancellationToken cancellationToken)
    {
        await room.Posts.WhenEmptyAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        BeginLeave(room);
        await room.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A session has begun: it joins all rooms before it sends anything else.</summary>
    public void OnSessionBegan(FrameQueue queue) => rooms.Attach(queue);

    /// <summary>A session has ended: rooms that were being left have been left, the others wait for the next session.</summary>
    public void OnSessionEnded(FrameQueue queue)
    {
        var all = rooms.Detach(queue);
        foreach (var room in all)
        {
            room.Posts.Detach();
        }

        foreach (var room in all.Where(room => room.IsLeaving))
        {
            FinishLeave(room);
        }
    }

    /// <summary>The server took the session out of a room: as asked, for now, or for good.</summary>
    public void OnLeft(FrameQueue queue, RoomLink room, Left left)
    {
        var code = ErrorMapper.ToCode(left.Code);
        if (room.IsLeaving || code == ParleyCode.Left)
        {
            FinishLeave(room);
        }
        else if (code.IsRetryable() || code == ParleyCode.BelowFloor)
        {
            room.Posts.Detach();
            _ = RejoinLaterAsync(queue, room, null);
        }
        else
        {
            End(room, ErrorMapper.ToException(left), isExpected: false);
        }
    }

    /// <summary>The server did not take the session into a room: for now, or for good.</summary>
    public void OnJoinRejected(FrameQueue queue, RoomLink room, ParleyException refusal)
    {
        if (room.IsLeaving)
        {
            FinishLeave(room);
        }
        else if (refusal.Code.IsRetryable() && room.MayRetryJoin())
        {
            _ = RejoinLaterAsync(queue, room, refusal.RetryAfter);
        }
        else if (refusal.Code != ParleyCode.NotJoined)
        {
            // NotJoined refuses a leave or a signal that crossed with a Left; it says nothing about the join.
            End(room, refusal, isExpected: false);
        }
    }

    private void BeginLeave(RoomLink room)
    {
        if (!rooms.TryBeginLeave(room))
        {
            FinishLeave(room);
        }
    }

    private void FinishLeave(RoomLink room) => End(room, new(ParleyCode.Left, $"The room {room.Name} was left."), isExpected: true);

    private void End(RoomLink room, ParleyException reason, bool isExpected)
    {
        rooms.Remove(room);
        room.End(reason, isExpected);
    }

    private async Task RejoinLaterAsync(FrameQueue queue, RoomLink room, TimeSpan? retryAfter)
    {
        var delay = options.Backoff.Delay(0, options.DrawRandom());
        await Task.Delay(retryAfter > delay ? retryAfter.Value : delay, options.TimeProvider).ConfigureAwait(false);
        rooms.Rejoin(queue, room);
    }
}
