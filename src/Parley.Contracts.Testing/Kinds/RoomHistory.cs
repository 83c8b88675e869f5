using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;

namespace Parley.Contracts.Testing.Kinds;

/// <summary>A room of a kind, and its log, without an engine.</summary>
internal sealed class RoomHistory
{
    private readonly IRoomKind _kind;
    private readonly RoomKinds _kinds;
    private readonly List<RoomEvent> _events = [];

    public RoomHistory(IRoomKind kind, byte[] options)
    {
        _kind = kind;
        _kinds = new RoomKinds([kind]);
        Room = new Room(_kinds);
        Post(RoomCreation.Command("ada", new CreatedContent(kind.Name, kind.Version, options)), DateTimeOffset.UnixEpoch);
        Assert.Equal(1, Room.Head);
    }

    /// <summary>The room that lives through the history.</summary>
    public Room Room { get; }

    public Decision Post(PostCommand command, DateTimeOffset now)
    {
        var decision = Room.Decide(command, now, null, FindFacts(command));
        _events.AddRange(decision.Events);
        foreach (var @event in decision.Events)
        {
            Erase(@event);
        }

        return decision;
    }

    /// <summary>What the kind alone decides about a command.</summary>
    public KindDecision Decide(PostCommand command, DateTimeOffset now) => Room.State.Decide(command, FindFacts(command), now);

    /// <summary>A room that is opened with a state, and has replayed what came after it.</summary>
    /// <param name="sequence">The sequence of the last event in the state.</param>
    /// <param name="state">The state.</param>
    public Room Fold(long sequence, IRoomState state)
    {
        var room = new Room(_kinds, sequence, _kind, state);
        _events.Where(@event => @event.Sequence > sequence).ToList().ForEach(room.Replay);
        return room;
    }

    private void Erase(RoomEvent @event)
    {
        if (ErasureContent.TryDecode(@event.Content.Span, out var erasure))
        {
            foreach (var sequence in erasure.Sequences)
            {
                _events[(int)sequence - 1] = _events[(int)sequence - 1].Erase();
            }
        }
    }

    private Facts FindFacts(PostCommand command)
    {
        var sequences = Room.FindFacts(command).ToHashSet();
        return new Facts(_events.Where(@event => sequences.Contains(@event.Sequence)).ToDictionary(@event => @event.Sequence));
    }
}
