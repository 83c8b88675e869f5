using Parley.Protocol;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Rooms.Core;

/// <summary>
/// A room's rules and state: it numbers each command once, and its kind decides what the command becomes. Pure: the time is an argument and
/// events are return values. Not thread-safe: its owner makes one call at a time.
/// </summary>
/// <remarks>
/// A room remembers the commands of the events it decided until <see cref="Forget"/> drops them. The caller looks up older commands in the
/// log and passes in what it finds.
/// </remarks>
public sealed class Room
{
    private static readonly Rejection Reused = new(
        ParleyCode.CommandIdReused, "This command id was used for other content. Give every command an id of its own.");

    private static readonly Rejection Unstorable = new(
        ParleyCode.Invalid, "The room's kind decided on a content that is malformed or too large. Tell the author of the kind.");

    private readonly RoomKinds _kinds;
    private readonly RememberedCommands _commands = new();
    private IRoomKind _kind;
    private IRoomState _state;

    /// <summary>A room without events. The first event decides its kind.</summary>
    /// <param name="kinds">The kinds that it may be created with.</param>
    public Room(RoomKinds kinds)
        : this(kinds, 0, ChatKind.Instance, ChatState.Instance)
    {
    }

    /// <summary>A room that has events.</summary>
    /// <param name="kinds">The kinds of the server.</param>
    /// <param name="head">The sequence of the last event that <paramref name="state"/> contains; 0 or more.</param>
    /// <param name="kind">The room's kind.</param>
    /// <param name="state">The room's state.</param>
    public Room(RoomKinds kinds, long head, IRoomKind kind, IRoomState state)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        (_kinds, Head, _kind, _state) = (kinds, head, kind, state);
    }

    /// <summary>The sequence of the last event; 0 before the first.</summary>
    public long Head { get; private set; }

    /// <summary>How many commands are remembered.</summary>
    public int Remembered => _commands.Count;

    /// <summary>The room's kind; <c>chat</c> before the first event, which may choose another.</summary>
    public IRoomKind Kind => _kind;

    /// <summary>The state that the next command is decided by.</summary>
    public IRoomState State => _state;

    /// <summary>True if the room remembers which event this command became.</summary>
    public bool Remembers(CommandKey key) => _commands.Find(key) is not null;

    /// <summary>Names the earlier events that <see cref="Decide"/> needs for a command.</summary>
    public IReadOnlyCollection<long> FindFacts(PostCommand command) =>
        ErasureContent.TryDecode(command.Content.Span, out var erasure) ? erasure.Sequences
        : _kind.HasState ? _kind.FindFacts(command)
        : [];

    /// <summary>
    /// Accepts a command as the next events, recognizes a retry, or refuses the command. A room that refuses does not change.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="earlier">The event in the log that this command became, if the room does not remember it.</param>
    /// <param name="facts">The events that <see cref="FindFacts"/> named for the command; <c>null</c> for none.</param>
    public Decision Decide(PostCommand command, DateTimeOffset now, RoomEvent? earlier = null, Facts? facts = null)
    {
        if (PostRules.Validate(command) is { } rejection)
        {
            return Decision.Reject(rejection);
        }

        if (command.Key is { } key && (_commands.Find(key) ?? earlier) is { } first)
        {
            return IsRetry(command, first) ? Decision.Repeat(first.Sequence) : Decision.Reject(Reused);
        }

        if (command.ExpectedSequence is { } expected && expected != Head)
        {
            return Decision.Reject(Moved(expected));
        }

        return CreatedContent.TryDecode(command.Content.Span, out var created)
            ? Create(created, command, now)
            : DecideByKind(command, now, facts ?? Facts.None);
    }

    /// <summary>Forgets the commands of events up to a sequence. From then on, the caller finds them in the log.</summary>
    /// <param name="upTo">The sequence of an event that is in the log.</param>
    public void Forget(long upTo) => _commands.Forget(upTo);

    /// <summary>Applies an event that is in the log already, while the room is opened.</summary>
    /// <param name="event">The event after <see cref="Head"/>.</param>
    public void Replay(RoomEvent @event)
    {
        Head = @event.Sequence;
        Apply(@event);
    }

    private Decision Create(CreatedContent created, PostCommand command, DateTimeOffset now)
    {
        if (Head > 0)
        {
            return created.Kind == _kind.Name ? Decision.Repeat(1) : Decision.Reject(RoomCreation.Mismatch(created.Kind, _kind.Name));
        }

        if (RoomCreation.Validate(created, _kinds) is { } rejection)
        {
            return Decision.Reject(rejection);
        }

        _ = _kinds.TryFind(created.Kind, out var kind);
        (_kind, _state) = (kind!, kind!.Create(created.Options));
        return Decision.Accept(Number(command, [command.Content], now));
    }

    private Decision DecideByKind(PostCommand command, DateTimeOffset now, Facts facts)
    {
        if (ErasureRules.Validate(command.Content.Span, Head, facts) is { } rejection)
        {
            return Decision.Reject(rejection);
        }

        var decision = _state.Decide(command, facts, now);
        return !decision.Accepted ? Decision.Reject(decision.Rejection)
            : CanBeStored(decision.Contents) ? Decision.Accept(Number(command, decision.Contents, now))
            : Decision.Reject(Unstorable);
    }

    // What was erased cannot be compared any more.
    private bool IsRetry(PostCommand command, RoomEvent first) =>
        ContentTypes.Of(first.Content.Span) == ContentType.Erased || _kind.IsRetry(command, first);

    private bool CanBeStored(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            var content = contents[i].Span;
            var isAllowed = content.Length <= ProtocolLimits.ContentBytes && ContentTypes.Of(content) switch
            {
                ContentType.Unknown or ContentType.Created or ContentType.Erased => false,
                ContentType.Erasure => ErasureContent.TryDecode(content, out var erasure) && erasure.Sequences[^1] <= Head + i,
                _ => true,
            };
            if (!isAllowed)
            {
                return false;
            }
        }

        return true;
    }

    private Rejection Moved(long expected) => new(
        ParleyCode.SequenceMoved,
        $"The room's last event is {Head}, not {expected}. Read what is new, adapt the command, and send it again with a new command id.",
        Head);

    /// <summary>Makes the contents the room's next events. The command's id belongs to the first.</summary>
    private RoomEvent[] Number(PostCommand command, IReadOnlyList<ReadOnlyMemory<byte>> contents, DateTimeOffset now)
    {
        var events = new RoomEvent[contents.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = new RoomEvent(++Head, command.User, now, contents[i], i == 0 ? command.CommandId : null);
            Apply(events[i]);
        }

        if (command.CommandId is not null)
        {
            _commands.Add(events[0]);
        }

        return events;
    }

    // The event that created the room is part of the state from the start.
    private void Apply(RoomEvent @event)
    {
        if (@event.Sequence > 1 || ContentTypes.Of(@event.Content.Span) != ContentType.Created)
        {
            _state.Apply(@event);
        }
    }
}
