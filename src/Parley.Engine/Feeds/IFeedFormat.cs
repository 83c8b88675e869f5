using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>How events look on the wire for one kind of follower. Called from many threads at once.</summary>
public interface IFeedFormat
{
    /// <summary>Bytes the framed event takes; 0 if followers of this format never see it.</summary>
    int Measure(string room, RoomEvent @event);

    /// <summary>Writes the framed event: exactly the bytes <see cref="Measure"/> announced.</summary>
    void Write(string room, RoomEvent @event, Span<byte> destination);
}
