namespace Parley.Client;

/// <summary>An event of a room's log: durable, and numbered 1, 2, 3 … without gaps within the room.</summary>
public abstract record RoomEvent : RoomItem
{
    /// <summary>The number of the event in its room, starting at 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>The user who caused the event.</summary>
    public required string User { get; init; }

    /// <summary>When the server accepted the event, by the server's clock, to the millisecond. Order events by sequence, never by
    /// time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The command id its sender chose; empty if the event was posted without one.</summary>
    public required string CommandId { get; init; }

    /// <inheritdoc/>
    public override Position Position => new(Epoch, Sequence);

    internal string Epoch { get; set; } = "";
}
