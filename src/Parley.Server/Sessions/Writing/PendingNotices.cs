using Google.Protobuf;
using Parley.Engine.Members;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions.Writing;

/// <summary>
/// Presence and signals of a room that are not written yet: the latest presence of each user, and the latest signal of each user and key.
/// They are added under the lock of the room's members and taken by the session's writer.
/// </summary>
internal sealed class PendingNotices(string room, NoticeLimit limit)
{
    /// <summary>
    /// How many presence changes, and likewise how many signals, are held for one room while the client does not read. Beyond this, and
    /// beyond the session's limit, new ones are dropped. The client can list the members.
    /// </summary>
    private const int Max = 512;

    private readonly Lock _gate = new();
    private Dictionary<string, bool>? _presence;
    private Dictionary<(string User, string Key), MemberSignal>? _signals;

    public void Add(string user, bool present)
    {
        lock (_gate)
        {
            _presence ??= [];
            if (MayHold(_presence, user))
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
            if (MayHold(_signals, (signal.User, signal.Key)))
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
                Signal = new Signal
                {
                    Room = room,
                    User = signal.User,
                    Key = signal.Key,
                    Content = UnsafeByteOperations.UnsafeWrap(signal.Content),
                },
            });
        }
    }

    /// <summary>Drops everything. Called when it will not be written any more.</summary>
    public void Discard() => Take();

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

    private bool MayHold<TKey, TValue>(Dictionary<TKey, TValue> held, TKey key)
        where TKey : notnull => held.ContainsKey(key) || (held.Count < Max && limit.TryHold());
}
