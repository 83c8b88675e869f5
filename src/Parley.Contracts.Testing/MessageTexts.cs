using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Contracts.Testing;

/// <summary>Reads the texts of messages, for assertions.</summary>
public static class MessageTexts
{
    extension(RoomEvent @event)
    {
        /// <summary>The text of a message.</summary>
        /// <exception cref="InvalidOperationException">The event is not a message.</exception>
        public string Text => MessageContent.TryDecode(@event.Content.Span, out var text)
            ? text
            : throw new InvalidOperationException($"Event {@event.Sequence} is not a message.");
    }
}
