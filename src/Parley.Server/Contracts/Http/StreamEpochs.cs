namespace Parley.Server.Contracts.Http;

/// <summary>
/// The epochs of the rooms that have streams, for the ids of their events. The epoch of a room stays the same for as long as the server
/// runs. What a room's feed holds is encoded only while the room is here.
/// </summary>
internal sealed class StreamEpochs
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Epoch, int Streams)> _rooms = [];

    /// <summary>Keeps the epoch of a room until the result is disposed. Called before the room is followed.</summary>
    public IDisposable Keep(string room, string epoch)
    {
        lock (_gate)
        {
            var streams = _rooms.TryGetValue(room, out var kept) ? kept.Streams : 0;
            _rooms[room] = (epoch, streams + 1);
        }

        return new Kept(this, room);
    }

    /// <summary>The epoch of a room; <c>null</c> if it has no stream any more.</summary>
    public string? Find(string room)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(room, out var kept) ? kept.Epoch : null;
        }
    }

    private void Release(string room)
    {
        lock (_gate)
        {
            var (epoch, streams) = _rooms[room];
            if (streams == 1)
            {
                _rooms.Remove(room);
            }
            else
            {
                _rooms[room] = (epoch, streams - 1);
            }
        }
    }

    private sealed class Kept(StreamEpochs epochs, string room) : IDisposable
    {
        public void Dispose() => epochs.Release(room);
    }
}
