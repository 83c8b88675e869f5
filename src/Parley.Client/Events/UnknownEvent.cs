namespace Parley.Client;

/// <summary>An event whose content this version of the client does not know. Skip it; its sequence still counts.</summary>
public sealed record UnknownEvent : RoomEvent
{
    /// <summary>The user and the sequence.</summary>
    public override string ToString() => $"{User}: (event {Sequence} is not a message)";
}
