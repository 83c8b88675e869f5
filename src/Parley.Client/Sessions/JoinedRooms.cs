using Microsoft.Extensions.Logging;
using Parley.Client.Rooms;

namespace Parley.Client.Sessions;

/// <summary>
/// The rooms that one session is in, and the events it has staged for them. Events are handed over in batches: when the socket has no more,
/// or when enough are staged. So an event costs no lock, no task and no wake-up of its own. Used by the session's reader only.
/// </summary>
internal sealed class JoinedRooms(RoomMembership membership, KeepAlive keepAlive, ParleyClientOptions options, ILogger log)
{
    private readonly Dictionary<string, RoomLink> _rooms = [];
    private readonly List<RoomLink> _staged = [];

    /// <summary>The room of the last event. Events come in runs, and a run costs one look-up.</summary>
    private RoomLink? _last;

    /// <summary>True once the last room has staged enough to be handed over even if the socket has more.</summary>
    public bool IsFullyStaged => _last is { IsFullyStaged: true };

    public RoomLink? Find(string name) => _rooms.GetValueOrDefault(name);

    public void Add(RoomLink room) => _rooms[room.Name] = room;

    public void Remove(string name)
    {
        _last = null;
        _rooms.Remove(name);
    }

    /// <summary>Stages an event. Ignores one of a room that the session is not in.</summary>
    /// <returns>False if events before it are missing.</returns>
    public bool TryStage(RoomEvent item)
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

    /// <summary>Hands over everything that is staged. Waits for rooms whose buffers are full.</summary>
    public async ValueTask HandOverAsync()
    {
        foreach (var room in _staged)
        {
            while (!room.TryHandOver())
            {
                await WaitForSpaceAsync(room).ConfigureAwait(false);
            }
        }

        _staged.Clear();
        keepAlive.OnReceived();
    }

    /// <summary>The session is over: hands over what is staged, or only counts it where there is no space.</summary>
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

    /// <summary>
    /// Waits for a room whose buffer is full. As long as nothing else needs the session to be read, the client just stops reading: the
    /// server lets it lag, and nothing is lost. Otherwise the room is parked after the timeout, so that it holds up nobody for longer.
    /// </summary>
    private async Task WaitForSpaceAsync(RoomLink room)
    {
        var writable = room.Buffer.WhenWritableAsync();
        await writable.WaitAsync(options.RoomBufferTimeout, options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!writable.IsCompleted && membership.MustKeepReading(room))
        {
            log.RoomParked(room.Name);
            room.Buffer.Park();
        }

        keepAlive.OnReceived();
    }
}
