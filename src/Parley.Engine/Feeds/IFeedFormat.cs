using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>How the events of a room are encoded for one kind of follower. Many threads call it at once.</summary>
public interface IFeedFormat
{
    /// <summary>
    /// How many bytes a frame that is not empty has at least. Where frames are much larger than the contents of their events, this keeps
    /// pages of the log small.
    /// </summary>
    int MinFrameBytes => 8;

    /// <summary>Measures the frame of an event. Called before <see cref="Write"/>.</summary>
    /// <returns>The bytes of the frame; 0 if this format does not show the event.</returns>
    int Measure(string room, RoomEvent @event);

    /// <summary>Writes the frame of an event.</summary>
    /// <param name="room">The room.</param>
    /// <param name="event">An event that was measured.</param>
    /// <param name="destination">Exactly as many bytes as <see cref="Measure"/> returned; all of them must be written.</param>
    void Write(string room, RoomEvent @event, Span<byte> destination);
}
