namespace Parley.Client;

/// <summary>A user posted a message.</summary>
public sealed record MessageEvent : RoomEvent
{
    /// <summary>The text: at most 16,384 bytes of UTF-8, exactly as it was posted, control characters included; may be empty.</summary>
    public required string Text { get; init; }

    /// <summary>The user, a colon and the text.</summary>
    public override string ToString() => $"{User}: {Text}";
}
