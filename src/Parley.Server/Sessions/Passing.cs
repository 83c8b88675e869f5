using Google.Protobuf;
using Parley.Protocol.V1;
using Presence = Parley.Protocol.V1.Presence;
using Signal = Parley.Engine.Members.Signal;

namespace Parley.Server.Sessions;

/// <summary>Presence and signals of a room that are not written yet: of each user, and each user's key, only the latest.</summary>
internal sealed class Passing(string room)
{
    /// <summary>What is kept of either kind for a session that does not read. Beyond it, new signals are dropped, and
    /// presence too: members can be listed.</summary>
    private const int Most = 512;

    private readonly Lock _gate = new();
    private Dictionary<string, bool>? _presence;
    private Dictionary<(string User, string Key), Signal>? _signals;

    public void Add(string user, bool present)
    {
        lock (_gate)
        {
            _presence ??= [];
            if (_presence.Count < Most || _presence.ContainsKey(user))
            {
                _presence[user] = present;
            }
        }
    }

    public void Add(Signal signal)
    {
        lock (_gate)
        {
            _signals ??= [];
            if (_signals.Count < Most || _signals.ContainsKey((signal.User, signal.Key)))
            {
                _signals[(signal.User, signal.Key)] = signal;
            }
        }
    }

    public void WriteTo(FrameWriter frames)
    {
        Dictionary<string, bool>? presence;
        Dictionary<(string User, string Key), Signal>? signals;
        lock (_gate)
        {
            (presence, signals, _presence, _signals) = (_presence, _signals, null, null);
        }

        foreach (var (user, present) in presence ?? [])
        {
            frames.Write(new ServerFrame
            {
                Presence = new Presence { Room = room, User = user, State = present ? PresenceState.Joined : PresenceState.Left },
            });
        }

        foreach (var signal in signals?.Values ?? Enumerable.Empty<Signal>())
        {
            frames.Write(new ServerFrame
            {
                Signal = new Protocol.V1.Signal
                {
                    Room = room,
                    User = signal.User,
                    Key = signal.Key,
                    Content = UnsafeByteOperations.UnsafeWrap(signal.Content),
                },
            });
        }
    }
}
