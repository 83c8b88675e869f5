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
}
