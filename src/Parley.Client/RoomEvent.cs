namespace Parley.Client;

/// <summary>What a room decided: durable, and numbered 1, 2, 3 … without gaps in its room.</summary>
public abstract record RoomEvent : RoomItem
{
    /// <summary>The number of the event in its room, from 1 on.</summary>
    public required long Sequence { get; init; }

    /// <summary>Who caused it.</summary>
    public required string User { get; init; }

    /// <summary>When the server decided it, by the server's clock, in milliseconds. Order is by sequence, never by time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The id its sender gave the command; empty if it had none.</summary>
    public required string CommandId { get; init; }

    /// <inheritdoc/>
    public override Position Position => new(Epoch, Sequence);

    internal string Epoch { get; set; } = "";
}
