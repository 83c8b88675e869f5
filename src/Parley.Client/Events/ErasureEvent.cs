namespace Parley.Client;

/// <summary>
/// Contents of earlier events were erased. An application that has kept them should drop them; from now on, the server gives these events
/// as <see cref="ErasedEvent"/>.
/// </summary>
public sealed record ErasureEvent : RoomEvent
{
    /// <summary>The sequences of the events, ascending.</summary>
    public required IReadOnlyList<long> Sequences { get; init; }

    /// <summary>True if both are the same event.</summary>
    public bool Equals(ErasureEvent? other) => base.Equals(other) && Sequences.SequenceEqual(other.Sequences);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <summary>The user and the sequences.</summary>
    public override string ToString() => $"{User}: (erased {string.Join(", ", Sequences)})";
}
