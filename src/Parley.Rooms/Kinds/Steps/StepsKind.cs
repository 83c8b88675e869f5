namespace Parley.Rooms.Kinds.Steps;

/// <summary>
/// A text that several people edit at once. Clients post batches of steps against the head that they know; the room accepts a batch only if
/// that is still its head. A client whose batch is refused rebases it and posts it again.
/// </summary>
public sealed class StepsKind : IRoomKind
{
    /// <inheritdoc/>
    public string Name => "steps";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public bool HasState => false;

    /// <inheritdoc/>
    public string? ValidateOptions(ReadOnlySpan<byte> options) => options.IsEmpty ? null : "A room of kind 'steps' has no options.";

    /// <inheritdoc/>
    public IRoomState Create(ReadOnlyMemory<byte> options) => StepsState.Instance;

    /// <inheritdoc/>
    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => StepsState.Instance;
}
