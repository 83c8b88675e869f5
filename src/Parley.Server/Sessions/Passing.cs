using Google.Protobuf;
using Parley.Engine.Members;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>Presence and signals of a room that are not written yet: of each user, and each user's key, only the latest.</summary>
internal sealed class Passing(string room, PassingLimit limit)
{
    /// <summary>What is kept of either kind of one room for a session that does not read. Beyond it, and beyond the session's limit, new signals are
    /// dropped, and presence too: members can be listed.</summary>
    private const int Max = 512;

    private readonly Lock _gate = new();
    private Dictionary<string, bool>? _presence;
    private Dictionary<(string User, string Key), MemberSignal>? _signals;

    public void Add(string user, bool present)
    {
        lock (_gate)
        {
            _presence ??= [];
            if (MayKeep(_presence, user))
            {
                _presence[user] = present;
            }
        }
    }

    public void Add(MemberSignal signal)
    {
        lock (_gate)
        {
            _signals ??= [];
            if (MayKeep(_signals, (signal.User, signal.Key)))
            {
                _signals[(signal.User, signal.Key)] = signal;
            }
        }
    }

    public void WriteTo(FrameWriter frames)
    {
        var (presence, signals) = Take();
        foreach (var (user, present) in presence ?? [])
        {
            frames.Write(new ServerFrame
            {
                Presence = new Presence { Room = room, User = user, State = present ? PresenceState.Joined : PresenceState.Left },
            });
        }

        foreach (var signal in signals?.Values ?? Enumerable.Empty<MemberSignal>())
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

    /// <summary>Nobody will write it.</summary>
    public void Forget() => Take();

    private (Dictionary<string, bool>? Presence, Dictionary<(string User, string Key), MemberSignal>? Signals) Take()
    {
        lock (_gate)
        {
            var taken = (_presence, _signals);
            limit.Release((_presence?.Count ?? 0) + (_signals?.Count ?? 0));
            (_presence, _signals) = (null, null);
            return taken;
        }
    }

    private bool MayKeep<TKey, TValue>(Dictionary<TKey, TValue> kept, TKey key)
        where TKey : notnull => kept.ContainsKey(key) || (kept.Count < Max && limit.TryHold());
}
