using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Client.Frames;
using Parley.Client.Rooms;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Sessions;

/// <summary>Reads a session's frames and gives each to the part of the client it is for.</summary>
internal sealed class FrameDispatcher(
    FrameQueue queue, RoomMembership membership, KeepAlive keepAlive, ParleyClientOptions options, ILogger log)
{
    private readonly JoinedRooms _joined = new(membership, keepAlive, options, log);

    /// <summary>Reads until the session ends.</summary>
    public async Task<SessionEnd> ReadAsync(IAsyncStreamReader<object> frames)
    {
        while (true)
        {
            var moving = frames.MoveNext(CancellationToken.None);
            var isWaiting = !moving.IsCompleted;
            if (isWaiting)
            {
                // The socket is empty: readers get what there is before the client waits for more.
                await _joined.HandOverAsync().ConfigureAwait(false);
            }

            if (!await moving.ConfigureAwait(false))
            {
                return SessionEnd.Ended;
            }

            if (isWaiting)
            {
                // Frames that were already buffered are not each worth a look at the clock.
                keepAlive.OnReceived();
            }

            if (frames.Current is RoomEvent item)
            {
                if (!_joined.TryStage(item))
                {
                    return SessionEnd.Inconsistent(item.Room);
                }

                if (_joined.IsFullyStaged)
                {
                    await _joined.HandOverAsync().ConfigureAwait(false);
                }
            }
            else if (await HandleAsync((ServerFrame)frames.Current).ConfigureAwait(false) is { } end)
            {
                return end;
            }
        }
    }

    /// <summary>The session is over: nothing stays staged.</summary>
    public void Finish() => _joined.Finish();

    private async ValueTask<SessionEnd?> HandleAsync(ServerFrame frame)
    {
        switch (frame.FrameCase)
        {
            case ServerFrame.FrameOneofCase.Accepted:
                FindAny(frame.Accepted.Room)?.Posts.OnAccepted(frame.Accepted.CommandId, frame.Accepted.Sequence);
                break;
            case ServerFrame.FrameOneofCase.Rejected:
                OnRejected(frame.Rejected);
                break;
            case ServerFrame.FrameOneofCase.Joined:
                return OnJoined(frame.Joined);
            case ServerFrame.FrameOneofCase.Left:
                await _joined.HandOverAsync().ConfigureAwait(false);
                OnLeft(frame.Left);
                break;
            case ServerFrame.FrameOneofCase.Signal:
                OnSignal(frame.Signal);
                break;
            case ServerFrame.FrameOneofCase.Presence:
                _joined.Find(frame.Presence.Room)?.Members.Apply(frame.Presence);
                break;
            case ServerFrame.FrameOneofCase.Members:
                _joined.Find(frame.Members.Room)?.Members.Replace(frame.Members.Members_, frame.Members.MemberCount);
                break;
            case ServerFrame.FrameOneofCase.Lagging:
                _joined.Find(frame.Lagging.Room)?.SetLagging(true);
                break;
            case ServerFrame.FrameOneofCase.CaughtUp:
                _joined.Find(frame.CaughtUp.Room)?.SetLagging(false);
                break;
            case ServerFrame.FrameOneofCase.Ping:
                queue.WritePong();
                break;
            case ServerFrame.FrameOneofCase.GoAway:
                return SessionEnd.Of(frame.GoAway);
        }

        return null;
    }

    /// <summary>A room the session is in, or one that is being joined or left: a post may be answered after the Left.</summary>
    private RoomLink? FindAny(string name) => _joined.Find(name) ?? membership.Find(name);

    private SessionEnd? OnJoined(Joined joined)
    {
        if (membership.Find(joined.Room) is not { } room)
        {
            return null;
        }

        if (!room.TryBegin(joined, queue))
        {
            return SessionEnd.Inconsistent(joined.Room);
        }

        _joined.Add(room);
        log.RoomJoined(SafeText.Clean(joined.Room), joined.AfterSequence, joined.HeadSequence, joined.Resumed);
        return null;
    }

    private void OnLeft(Left left)
    {
        _joined.Remove(left.Room);
        if (membership.Find(left.Room) is { } room)
        {
            membership.OnLeft(queue, room, left);
        }
    }

    private void OnRejected(Rejected rejected)
    {
        var refusal = ErrorMapper.ToException(rejected);
        if (rejected.CommandId.Length > 0)
        {
            FindAny(rejected.Room)?.Posts.OnRejected(rejected.CommandId, refusal);
        }
        else if (_joined.Find(rejected.Room) is null && membership.Find(rejected.Room) is { } room)
        {
            membership.OnJoinRejected(queue, room, refusal);
        }
        else
        {
            log.FrameRejected(SafeText.Clean(rejected.Room), refusal.Code, SafeText.Clean(rejected.Reason));
        }
    }

    private void OnSignal(Signal signal)
    {
        var item = new RoomSignal(signal.User, signal.Key, signal.Content.Memory);
        _joined.Find(signal.Room)?.Signals.Put((item.User, item.Key), item);
    }
}
