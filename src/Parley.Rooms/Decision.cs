using System.Diagnostics.CodeAnalysis;

namespace Parley.Rooms;

/// <summary>A room's answer to a command: a new event, the event it already became, or a rejection.</summary>
public readonly record struct Decision
{
    private Decision(RoomEvent? @event, bool repeated, Rejection? rejection) =>
        (Event, Repeated, Rejection) = (@event, repeated, rejection);

    /// <summary>The event that the command became, now or earlier; <c>null</c> if it was refused.</summary>
    public RoomEvent? Event { get; }

    /// <summary>True if the command is a retry: <see cref="Event"/> is the event it became the first time.</summary>
    public bool Repeated { get; }

    /// <summary>Why the command was refused; <c>null</c> if it was not.</summary>
    public Rejection? Rejection { get; }

    /// <summary>True if the command became an event, now or earlier.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Accepted => Event is not null;

    /// <summary>The command became <paramref name="event"/>.</summary>
    public static Decision Accept(RoomEvent @event) => new(@event, false, null);

    /// <summary>The command is a retry of the one that became <paramref name="event"/>.</summary>
    public static Decision Repeat(RoomEvent @event) => new(@event, true, null);

    /// <summary>The command was refused.</summary>
    public static Decision Reject(Rejection rejection) => new(null, false, rejection);
}
