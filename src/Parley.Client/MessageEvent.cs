namespace Parley.Client;

/// <summary>Somebody said something.</summary>
public sealed record MessageEvent : RoomEvent
{
    /// <summary>What was said: at most 16,384 bytes of UTF-8, as its sender wrote it, control characters included; may be empty.</summary>
    public required string Text { get; init; }

    /// <summary>Who said what.</summary>
    public override string ToString() => $"{User}: {Text}";
}
