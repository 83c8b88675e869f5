using Google.Protobuf;
using Parley.Engine.Members;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions.Writing;

/// <summary>
/// Presence and signals of a room that are not written yet: the latest presence of each user, and the latest signal of each user and key.
/// They are added under the lock of the room's members and taken by the session's writer.
/// </summary>
/// <param name="room">The room.</param>
/// <param name="limit">The session's limit over all its rooms.</param>
/// <param name="listMembers">Lists who is in the room, or only counts them if there are too many.</param>
internal sealed class PendingNotices(string room, NoticeLimit limit, Func<MemberList> listMembers)
{
    /// <summary>
    /// How many presence changes, and likewise how many signals, are held for one room while the client does not read. Beyond this, and
    /// beyond the session's limit, all members are listed instead, and new signals are dropped.
    /// </summary>
    private const int Max = 512;

    private readonly Lock _gate = new();
    private Dictionary<string, bool>? _presence;
    private Dictionary<(string User, string Key), MemberSignal>? _signals;
    private bool _mustList;

    public void Add(string user, bool present)
    {
        lock (_gate)
        {
            if (_mustList)
            {
                return;
            }

            _presence ??= [];
            if (MayHold(_presence, user))
            {
                _presence[user] = present;
            }
            else
            {
                List_NeedsGate();
            }
        }
    }

    /// <summary>All members are listed, instead of the changes that are held.</summary>
    public void AddList()
    {
        lock (_gate)
        {
            List_NeedsGate();
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
        var (mustList, presence, signals) = Take();
        if (mustList)
        {
            // Whatever changes from now on is added again, so it follows, even if the list has it already.
            var members = listMembers();
            frames.Write(new ServerFrame
            {
                Members = new()
                {
                    Room = room,
                    MemberCount = members.Count,
                    Members_ = { members.Users.Select(user => new Member { User = user }) },
                },
            });
        }

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

    private (bool MustList, Dictionary<string, bool>? Presence, Dictionary<(string User, string Key), MemberSignal>? Signals) Take()
    {
        lock (_gate)
        {
            var taken = (_mustList, _presence, _signals);
            limit.Release((_presence?.Count ?? 0) + (_signals?.Count ?? 0));
            (_mustList, _presence, _signals) = (false, null, null);
            return taken;
        }
    }

    private void List_NeedsGate()
    {
        limit.Release(_presence?.Count ?? 0);
        (_mustList, _presence) = (true, null);
    }

    private bool MayHold<TKey, TValue>(Dictionary<TKey, TValue> held, TKey key)
        where TKey : notnull => held.ContainsKey(key) || (held.Count < Max && limit.TryHold());
}
