using Parley.Protocol;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Rooms.Core;

/// <summary>Which contents a command can ask to erase, in rooms of every kind.</summary>
public static class ErasureRules
{
    private static readonly Rejection Malformed = new(
        ParleyCode.Invalid, $"An erasure names 1 to {ProtocolLimits.ErasureEvents} sequences from 1 on, in ascending order.");

    /// <summary>Checks what a command asks to erase.</summary>
    /// <param name="content">The content of the command.</param>
    /// <param name="head">The sequence of the room's last event; 0 if it has none.</param>
    /// <param name="facts">The events that the command names, as far as the room has them.</param>
    /// <returns>Why every room refuses it; <c>null</c> if the room's kind is to decide, or the command does not ask to erase.</returns>
    public static Rejection? Validate(ReadOnlySpan<byte> content, long head, Facts facts)
    {
        if (ContentTypes.Of(content) != ContentType.Erasure)
        {
            return null;
        }

        if (!ErasureContent.TryDecode(content, out var erasure))
        {
            return Malformed;
        }

        if (erasure.Sequences[^1] is var last && last > head)
        {
            return new Rejection(ParleyCode.Invalid, $"The room has no event {last}: its last one is {head}.");
        }

        return erasure.Sequences
            .Select(facts.Find)
            .Select(@event => @event is null ? null : Keep(@event))
            .FirstOrDefault(rejection => rejection is not null);
    }

    private static Rejection? Keep(RoomEvent @event) => ContentTypes.Of(@event.Content.Span) switch
    {
        ContentType.Created => new(ParleyCode.Invalid, $"Event {@event.Sequence} created the room. Its content cannot be erased."),
        ContentType.Erasure => new(ParleyCode.Invalid, $"Event {@event.Sequence} erased others. Its content cannot be erased."),
        _ => null,
    };
}
