using Parley.Protocol;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Rooms.Core;

/// <summary>The rules for creating a room with a kind.</summary>
public static class RoomCreation
{
    /// <summary>The command that creates a room.</summary>
    /// <param name="user">Who creates it.</param>
    /// <param name="created">The kind and its options.</param>
    public static PostCommand Command(string user, CreatedContent created) => new(user, created.Encode());

    /// <summary>Checks what a room is to be created with.</summary>
    /// <returns>Why every room refuses it; <c>null</c> if an empty room accepts it.</returns>
    public static Rejection? Validate(CreatedContent created, RoomKinds kinds)
    {
        if (!kinds.TryFind(created.Kind, out var kind))
        {
            return new Rejection(
                ParleyCode.KindUnknown,
                RoomKinds.Validate(created.Kind) ?? $"This server has no kind '{created.Kind}'. It has {string.Join(", ", kinds.Names)}.");
        }

        if (created.Options.Length > ProtocolLimits.OptionsBytes)
        {
            return new Rejection(
                ParleyCode.Invalid, $"The options have {created.Options.Length} bytes; {ProtocolLimits.OptionsBytes} are allowed.");
        }

        if (created.Version != kind.Version)
        {
            return new Rejection(
                ParleyCode.Invalid,
                $"The options are for version {created.Version} of kind '{kind.Name}'; this server has version {kind.Version}.");
        }

        return kind.ValidateOptions(created.Options.Span) is { } error ? new Rejection(ParleyCode.Invalid, error) : null;
    }

    /// <summary>The refusal of a kind that a room does not have.</summary>
    /// <param name="asked">The kind that was asked for.</param>
    /// <param name="actual">The room's kind.</param>
    public static Rejection Mismatch(string asked, string actual) => new(
        ParleyCode.KindMismatch, $"The room is of kind '{actual}', not '{asked}'. Join it without create, or choose another room.");
}
