using CsCheck;
using Parley.Protocol;
using Parley.Rooms.Contents;

namespace Parley.Rooms.Tests.Contents;

public sealed class ErasureContentTests
{
    private static readonly Gen<long[]> Ascending = Gen.Long[1, long.MaxValue]
        .HashSet[1, ProtocolLimits.ErasureEvents]
        .Select(sequences => sequences.Order().ToArray());

    [Fact]
    public void Encode_AnySequences_AreDecodedAgain() => Ascending.Sample(sequences =>
    {
        var content = new ErasureContent(sequences).Encode();

        Assert.Equal(ContentType.Erasure, ContentTypes.Of(content));
        Assert.True(ErasureContent.TryDecode(content, out var decoded));
        Assert.Equal(sequences, decoded.Sequences);
    });

    [Fact]
    public void TryDecode_SequencesThatAreNotPacked_AreRead()
    {
        byte[] content = [0x32, 5, 0x08, 3, 0x08, 0x81, 0x01];

        Assert.True(ErasureContent.TryDecode(content, out var decoded));
        Assert.Equal([3, 129], decoded.Sequences);
    }

    [Theory]
    [InlineData]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(2L, 1L)]
    [InlineData(2L, 2L)]
    public void TryDecode_SequencesThatAreNotAscendingFromOneOn_AreRefused(params long[] sequences) =>
        Assert.False(ErasureContent.TryDecode(new ErasureContent(sequences).Encode(), out _));

    [Fact]
    public void TryDecode_TooManySequences_AreRefused()
    {
        var sequences = Enumerable.Range(1, ProtocolLimits.ErasureEvents + 1).Select(i => (long)i).ToList();

        Assert.False(ErasureContent.TryDecode(new ErasureContent(sequences).Encode(), out _));
        Assert.True(ErasureContent.TryDecode(new ErasureContent(sequences[1..]).Encode(), out _));
    }

    [Fact]
    public void TryDecode_DamagedBytes_DoNotThrow() => Gen.Byte.Array[0, 30].Sample(bytes =>
    {
        byte[] content = [0x32, (byte)bytes.Length, .. bytes];
        if (ErasureContent.TryDecode(content, out var decoded))
        {
            Assert.Equal(decoded.Sequences.Order().Distinct(), decoded.Sequences);
        }
    });

    [Fact]
    public void Apply_ErasuresWithinARun_EraseWhatIsBeforeThem()
    {
        RoomEvent[] events = [Message(7), Message(8), Erase(9, 3, 7), Message(10), Erase(11, 9, 10, 11, 12), Message(12)];

        var applied = ErasureContent.Apply(events);

        Assert.Equal([events[0].Erase(), events[1], events[2], events[3].Erase(), events[4], events[5]], applied);
        Assert.Equal(Message(7), events[0]);
    }

    [Fact]
    public void Apply_NothingToErase_IsTheSameList()
    {
        RoomEvent[] events = [Message(7), Erase(8, 6)];

        Assert.Same(events, ErasureContent.Apply(events));
    }

    private static RoomEvent Message(long sequence) => RoomEvent.Message(sequence, "ada", DateTimeOffset.UnixEpoch, $"text {sequence}");

    private static RoomEvent Erase(long sequence, params long[] erased) =>
        new(sequence, "ada", DateTimeOffset.UnixEpoch, new ErasureContent(erased).Encode());
}
