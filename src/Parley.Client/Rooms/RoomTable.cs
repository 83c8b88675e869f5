using System.Diagnostics.CodeAnalysis;
using Parley.Client.Errors;
using Parley.Client.Frames;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Rooms;

/// <summary>
/// The rooms the client is in, is joining or is leaving, and the queue of the open session. One gate guards both: even if a room is
/// added or left while a session begins or ends, it is joined or left exactly once.
/// </summary>
internal sealed class RoomTable(ClientLifetime lifetime)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RoomLink> _rooms = [];
    private FrameQueue? _queue;

    /// <summary>True if there is more than one room.</summary>
    public bool HasSeveral
    {
        get
        {
            lock (_gate)
            {
                return _rooms.Count > 1;
            }
        }
    }

    public RoomLink? Find(string name)
    {
        lock (_gate)
        {
            return _rooms.GetValueOrDefault(name);
        }
    }

    /// <summary>Adds a room, and joins it if a session is open. Otherwise the next session does.</summary>
    /// <returns>False if <paramref name="leaving"/> has the same name and is still being left.</returns>
    /// <exception cref="ParleyException">The client is in the room already, or has ended.</exception>
    public bool TryAdd(RoomLink room, [NotNullWhen(false)] out RoomLink? leaving)
    {
        lock (_gate)
        {
            lifetime.ThrowIfClosed();
            if (_rooms.TryGetValue(room.Name, out leaving))
            {
                return leaving.IsLeaving
                    ? false
                    : throw new ParleyException(ParleyCode.AlreadyJoined, $"This client is in {room.Name} already.");
            }

            _rooms.Add(room.Name, room);
            _queue?.Write(room.ToJoin());
            return true;
        }
    }

    /// <summary>Begins to leave a room, unless that has begun already.</summary>
    /// <returns>False if no session is open to tell the server: then the room was left when the last session ended.</returns>
    public bool TryBeginLeave(RoomLink room)
    {
        lock (_gate)
        {
            if (room.IsLeaving || room.Ended.IsCompleted)
            {
                return true;
            }

            room.IsLeaving = true;
            _queue?.Write(LeaveOf(room));
            return _queue is not null;
        }
    }

    public void Remove(RoomLink room)
    {
        lock (_gate)
        {
            // A room that was left may have been joined anew under the same name.
            if (_rooms.GetValueOrDefault(room.Name) == room)
            {
                _rooms.Remove(room.Name);
            }
        }
    }

    /// <summary>A session has begun: it joins all rooms.</summary>
    public void Attach(FrameQueue queue)
    {
        lock (_gate)
        {
            _queue = queue;
            foreach (var room in _rooms.Values)
            {
                queue.Write(room.ToJoin());
            }
        }
    }

    /// <summary>A session has ended.</summary>
    /// <returns>All rooms.</returns>
    public IReadOnlyList<RoomLink> Detach(FrameQueue queue)
    {
        lock (_gate)
        {
            _queue = _queue == queue ? null : _queue;
            return [.. _rooms.Values];
        }
    }

    /// <summary>Joins a room again, unless it is being left or the session has ended.</summary>
    public void Rejoin(FrameQueue queue, RoomLink room)
    {
        lock (_gate)
        {
            if (_queue == queue && !room.IsLeaving)
            {
                queue.Write(room.ToJoin());
            }
        }
    }

    /// <summary>Sends a signal if a session is open.</summary>
    public void Write(Signal signal)
    {
        lock (_gate)
        {
            _queue?.Write(signal);
        }
    }

    /// <summary>Leaves every room, so that the server does not send all their remaining events first, and half-closes the
    /// session.</summary>
    /// <returns>False if no session is open.</returns>
    public bool TryHalfClose()
    {
        lock (_gate)
        {
            if (_queue is null)
            {
                return false;
            }

            foreach (var room in _rooms.Values.Where(room => !room.IsLeaving))
            {
                _queue.Write(LeaveOf(room));
            }

            _queue.Complete();
            return true;
        }
    }

    /// <summary>The connection has ended for good: no room is added any more.</summary>
    /// <param name="error">Creates the error for callers.</param>
    /// <returns>The rooms there were.</returns>
    public IReadOnlyList<RoomLink> Close(Func<ParleyException> error)
    {
        lock (_gate)
        {
            lifetime.End(error);
            List<RoomLink> rooms = [.. _rooms.Values];
            _rooms.Clear();
            return rooms;
        }
    }

    private static ClientFrame LeaveOf(RoomLink room) => new() { Leave = new() { Room = room.Name } };
}
