namespace Parley.Client;

/// <summary>An event whose content was erased after it was posted: what a message said is gone.</summary>
public sealed record ErasedEvent : RoomEvent
{
    /// <summary>The user and the sequence.</summary>
    public override string ToString() => $"{User}: (event {Sequence} was erased)";
}
