using System.Diagnostics.CodeAnalysis;

namespace Parley.Rooms.Core;

/// <summary>A room's answer to a command: new events, the event it already became, or a rejection.</summary>
public readonly record struct Decision
{
    private Decision(long sequence, IReadOnlyList<RoomEvent> events, Rejection? rejection) =>
        (Sequence, Events, Rejection) = (sequence, events, rejection);

    /// <summary>The sequence of the first event that the command became, now or earlier; 0 if it was refused.</summary>
    public long Sequence { get; }

    /// <summary>The events that the command became now, in order; empty if it was refused, or became its events earlier.</summary>
    public IReadOnlyList<RoomEvent> Events { get; }

    /// <summary>Why the command was refused; <c>null</c> if it was not.</summary>
    public Rejection? Rejection { get; }

    /// <summary>True if the command became an event, now or earlier.</summary>
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Accepted => Rejection is null;

    /// <summary>The command became <paramref name="events"/>; at least one.</summary>
    public static Decision Accept(params IReadOnlyList<RoomEvent> events) => new(events[0].Sequence, events, null);

    /// <summary>The command is a retry of one whose first event has this sequence.</summary>
    public static Decision Repeat(long sequence) => new(sequence, [], null);

    /// <summary>The command was refused.</summary>
    public static Decision Reject(Rejection rejection) => new(0, [], rejection);
}
