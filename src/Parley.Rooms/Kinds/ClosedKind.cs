using System.Buffers;
using Parley.Protocol;
using Parley.Rooms.Contents;

namespace Parley.Rooms.Kinds;

/// <summary>The kind of a room whose own kind this server does not know: its log can be read, and every command is refused.</summary>
/// <param name="name">The name of the room's own kind.</param>
/// <param name="reason">Why the room is closed, for people.</param>
public sealed class ClosedKind(string name, string reason) : IRoomKind, IRoomState
{
    /// <summary>Why the room is closed, for people.</summary>
    public string Reason => reason;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Version => int.MaxValue;

    /// <inheritdoc/>
    public bool HasState => false;

    /// <summary>The kind of a room: its own, or a closed one if the server lacks that kind or has only an older version.</summary>
    /// <param name="created">How the room was created.</param>
    /// <param name="kinds">The kinds of the server.</param>
    public static IRoomKind Find(CreatedContent created, RoomKinds kinds)
    {
        const string Readable = "Its events can still be read with ListEvents.";
        if (!kinds.TryFind(created.Kind, out var kind))
        {
            return new ClosedKind(created.Kind, $"The room is of kind '{created.Kind}', which this server does not have. {Readable}");
        }

        return created.Version <= kind.Version
            ? kind
            : new ClosedKind(
                kind.Name,
                $"The room needs version {created.Version} of kind '{kind.Name}'; this server has version {kind.Version}. {Readable}");
    }

    /// <inheritdoc/>
    public string? ValidateOptions(ReadOnlySpan<byte> options) => reason;

    /// <inheritdoc/>
    public IRoomState Create(ReadOnlyMemory<byte> options) => this;

    /// <inheritdoc/>
    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => this;

    /// <inheritdoc/>
    public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now) => KindDecision.Reject(ParleyCode.KindUnknown, reason);

    /// <inheritdoc/>
    public void Apply(RoomEvent @event)
    {
    }

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> snapshot)
    {
    }
}
