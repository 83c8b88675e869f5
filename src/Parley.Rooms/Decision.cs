using System.Diagnostics.CodeAnalysis;

namespace Parley.Rooms;

/// <summary>A room's answer to a command: an event, or a rejection.</summary>
public readonly record struct Decision
{
    private Decision(Event? @event, Rejection? rejection) => (Event, Rejection) = (@event, rejection);

    /// <summary>The event the command became; <c>null</c> if it was refused.</summary>
    public Event? Event { get; }

    /// <summary>Why the command was refused; <c>null</c> if it was accepted.</summary>
    public Rejection? Rejection { get; }

    /// <summary>True if the command became an event.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Accepted => Event is not null;

    /// <summary>The command became <paramref name="event"/>.</summary>
    public static Decision Accept(Event @event) => new(@event, null);

    /// <summary>The command was refused.</summary>
    public static Decision Reject(Rejection rejection) => new(null, rejection);
}
