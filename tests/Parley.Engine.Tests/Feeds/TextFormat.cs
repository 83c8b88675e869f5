using System.Globalization;
using System.Text;
using Parley.Engine.Feeds;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Engine.Tests.Feeds;

/// <summary>Frames that people can read: <c>[sequence:text]</c>. An event with an empty text is not shown.</summary>
internal sealed class TextFormat : IFeedFormat
{
    public static RoomEvent Event(long sequence, string text = "x") => RoomEvent.Message(sequence, "ada", DateTimeOffset.UnixEpoch, text);

    public static string Frame(RoomEvent @event) =>
        MessageContent.TryDecode(@event.Content.Span, out var text) && text.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"[{@event.Sequence}:{text}]");

    /// <summary>The sequences in frames.</summary>
    public static IEnumerable<int> Sequences(string frames) =>
        frames.Split('[', StringSplitOptions.RemoveEmptyEntries).Select(frame =>
            int.Parse(frame.AsSpan(0, frame.IndexOf(':', StringComparison.Ordinal)), CultureInfo.InvariantCulture));

    public int Measure(string room, RoomEvent @event) => Encoding.UTF8.GetByteCount(Frame(@event));

    public void Write(string room, RoomEvent @event, Span<byte> destination) =>
        Assert.Equal(destination.Length, Encoding.UTF8.GetBytes(Frame(@event), destination));
}
