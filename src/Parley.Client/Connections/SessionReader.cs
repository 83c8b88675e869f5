using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Client.Rooms;
using Parley.Protocol.V1;

namespace Parley.Client.Connections;

/// <summary>
/// Reads a session's frames. Events are staged in their rooms and handed over in batches: when the socket has no more, or enough are staged. So
/// an event costs no lock, no task and no wake-up of its own.
/// </summary>
internal sealed class SessionReader(Session session, Connection owner, Heartbeat heartbeat, ParleyClientOptions options, ILogger log)
{
    private readonly Dictionary<string, RoomLink> _rooms = [];
    private readonly List<RoomLink> _staged = [];
    private RoomLink? _last;

    /// <summary>Reads until the session ends.</summary>
    public async Task<SessionEnd> ReadAsync(IAsyncStreamReader<object> frames)
    {
        while (true)
        {
            var moving = frames.MoveNext(CancellationToken.None);
            var isWaiting = !moving.IsCompleted;
            if (isWaiting)
            {
                await HandOverAllAsync().ConfigureAwait(false);
            }

            if (!await moving.ConfigureAwait(false))
            {
                return SessionEnd.Ended;
            }

            if (isWaiting)
            {
                heartbeat.Heard();
            }

            if (frames.Current is RoomEvent item)
            {
                if (!TryStage(item))
                {
                    return SessionEnd.Inconsistent(item.Room);
                }

                if (_last is { IsFullyStaged: true })
                {
                    await HandOverAllAsync().ConfigureAwait(false);
                }
            }
            else if (await HandleAsync((ServerFrame)frames.Current).ConfigureAwait(false) is { } end)
            {
                return end;
            }
        }
    }

    /// <summary>The session is over: what is staged is handed over, or counted where there is no room.</summary>
    public void Finish()
    {
        foreach (var room in _staged)
        {
            if (!room.TryHandOver())
            {
                room.Buffer.Park();
                room.TryHandOver();
            }
        }

        _staged.Clear();
    }

    private bool TryStage(RoomEvent item)
    {
        if (_last is null || _last.Name != item.Room)
        {
            if (!_rooms.TryGetValue(item.Room, out var room))
            {
                return true;
            }

            _last = room;
        }

        if (!_last.HasStaged)
        {
            _staged.Add(_last);
        }

        return _last.TryStage(item);
    }

    private async ValueTask HandOverAllAsync()
    {
        foreach (var room in _staged)
        {
            while (!room.TryHandOver())
            {
                await WaitForSpaceAsync(room).ConfigureAwait(false);
            }
        }

        _staged.Clear();
        heartbeat.Heard();
    }

    /// <summary>
    /// The room's buffer is full. The client does not read while nobody else needs it to: the server lets it lag, and nothing is lost. When
    /// somebody does, the room is parked, so that it holds nobody up for longer than the patience.
    /// </summary>
    private async Task WaitForSpaceAsync(RoomLink room)
    {
        var writable = room.Buffer.WhenWritableAsync();
        await writable.WaitAsync(options.RoomBufferPatience, options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!writable.IsCompleted && owner.IsSomebodyWaiting(room))
        {
            log.RoomParked(room.Name);
            room.Buffer.Park();
        }

        heartbeat.Heard();
    }

    private async ValueTask<SessionEnd?> HandleAsync(ServerFrame frame)
    {
        switch (frame.FrameCase)
        {
            case ServerFrame.FrameOneofCase.Accepted:
                Known(frame.Accepted.Room)?.Posts.Accepted(frame.Accepted.CommandId, frame.Accepted.Sequence);
                break;
            case ServerFrame.FrameOneofCase.Rejected:
                OnRejected(frame.Rejected);
                break;
            case ServerFrame.FrameOneofCase.Joined:
                return OnJoined(frame.Joined);
            case ServerFrame.FrameOneofCase.Left:
                await HandOverAllAsync().ConfigureAwait(false);
                OnLeft(frame.Left);
                break;
            case ServerFrame.FrameOneofCase.Signal:
                OnSignal(frame.Signal);
                break;
            case ServerFrame.FrameOneofCase.Presence:
                Room(frame.Presence.Room)?.Members.Apply(frame.Presence);
                break;
            case ServerFrame.FrameOneofCase.Lagging:
                Room(frame.Lagging.Room)?.Lag(true);
                break;
            case ServerFrame.FrameOneofCase.CaughtUp:
                Room(frame.CaughtUp.Room)?.Lag(false);
                break;
            case ServerFrame.FrameOneofCase.Ping:
                session.Outbox.WritePong();
                break;
            case ServerFrame.FrameOneofCase.GoAway:
                return SessionEnd.Of(frame.GoAway);
        }

        return null;
    }

    private RoomLink? Room(string name) => _rooms.GetValueOrDefault(name);

    /// <summary>Also a room that is on the way in or out: answers come after a Left too.</summary>
    private RoomLink? Known(string name) => Room(name) ?? owner.Find(name);

    private SessionEnd? OnJoined(Joined joined)
    {
        if (owner.Find(joined.Room) is not { } room)
        {
            return null;
        }

        if (!room.TryBegin(joined, session.Outbox))
        {
            return SessionEnd.Inconsistent(joined.Room);
        }

        _rooms[joined.Room] = room;
        log.RoomJoined(joined.Room, joined.AfterSequence, joined.HeadSequence, joined.Resumed);
        return null;
    }

    private void OnLeft(Left left)
    {
        _last = null;
        if (owner.Find(left.Room) is { } room)
        {
            _rooms.Remove(left.Room);
            owner.Left(session, room, left);
        }
    }

    private void OnRejected(Rejected rejected)
    {
        if (rejected.CommandId.Length > 0)
        {
            Known(rejected.Room)?.Posts.Rejected(rejected.CommandId, rejected.ToException());
        }
        else if (!_rooms.ContainsKey(rejected.Room) && owner.Find(rejected.Room) is { } room)
        {
            owner.JoinRejected(session, room, rejected);
        }
        else
        {
            log.FrameRejected(rejected.Room, rejected.Code, rejected.Reason);
        }
    }

    private void OnSignal(Signal signal)
    {
        var item = new RoomSignal(signal.User, signal.Key, signal.Content.Memory);
        Room(signal.Room)?.Signals.Put((item.User, item.Key), item);
    }
}
