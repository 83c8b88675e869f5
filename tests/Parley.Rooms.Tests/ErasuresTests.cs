using Parley.Rooms.Contents;

namespace Parley.Rooms.Tests;

public sealed class ErasuresTests
{
    [Fact]
    public void Apply_ErasuresWithinARun_EraseWhatIsBeforeThem()
    {
        RoomEvent[] events = [Message(7), Message(8), Erase(9, 3, 7), Message(10), Erase(11, 9, 10, 11, 12), Message(12)];

        var applied = Erasures.Apply(events);

        Assert.Equal([events[0].Erase(), events[1], events[2], events[3].Erase(), events[4], events[5]], applied);
        Assert.Equal(Message(7), events[0]);
    }

    [Fact]
    public void Apply_NothingToErase_IsTheSameList()
    {
        RoomEvent[] events = [Message(7), Erase(8, 6)];

        Assert.Same(events, Erasures.Apply(events));
    }

    private static RoomEvent Message(long sequence) => RoomEvent.Message(sequence, "ada", DateTimeOffset.UnixEpoch, $"text {sequence}");

    private static RoomEvent Erase(long sequence, params long[] erased) =>
        new(sequence, "ada", DateTimeOffset.UnixEpoch, new ErasureContent(erased).Encode());
}
