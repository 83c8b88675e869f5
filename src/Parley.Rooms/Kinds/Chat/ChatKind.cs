namespace Parley.Rooms.Kinds.Chat;

/// <summary>People who post messages. Rooms are of this kind unless they were created with another.</summary>
public sealed class ChatKind : IRoomKind
{
    private ChatKind()
    {
    }

    /// <summary>The kind.</summary>
    public static ChatKind Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "chat";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public bool HasState => false;

    /// <inheritdoc/>
    public string? ValidateOptions(ReadOnlySpan<byte> options) => options.IsEmpty ? null : "A room of kind 'chat' has no options.";

    /// <inheritdoc/>
    public IRoomState Create(ReadOnlyMemory<byte> options) => ChatState.Instance;

    /// <inheritdoc/>
    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => ChatState.Instance;
}
