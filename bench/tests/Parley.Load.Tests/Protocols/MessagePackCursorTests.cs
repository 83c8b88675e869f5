using CsCheck;
using Parley.Load.Protocols.SignalR;

namespace Parley.Load.Tests.Protocols;

public sealed class MessagePackCursorTests
{
    private static readonly Gen<byte[]> Scalar = Gen.OneOf(
        Gen.OneOf<byte[]>([0xc0], [0xc2], [0xc3], [0x00], [0x7f], [0xe0], [0xff]),
        Gen.OneOf<byte[]>(
            [0xcc, 1], [0xcd, 1, 2], [0xce, 1, 2, 3, 4], [0xcf, 1, 2, 3, 4, 5, 6, 7, 8], [0xd0, 1], [0xd1, 1, 2], [0xd2, 1, 2, 3, 4]),
        Gen.OneOf<byte[]>(
            [0xca, 1, 2, 3, 4], [0xcb, 1, 2, 3, 4, 5, 6, 7, 8], [0xd3, 1, 2, 3, 4, 5, 6, 7, 8], [0xc4, 2, 9, 9], [0xc5, 0, 1, 9]),
        Gen.OneOf<byte[]>(
            [0xc6, 0, 0, 0, 1, 9], [0xd4, 1, 1], [0xd5, 1, 1, 2], [0xd6, 1, 1, 2, 3, 4], [0xc7, 2, 1, 8, 8], [0xc8, 0, 1, 1, 8]),
        Gen.OneOf<byte[]>([0xc9, 0, 0, 0, 1, 1, 8], [0xd7, 1, 1, 2, 3, 4, 5, 6, 7, 8], [0xd8, .. new byte[17]]),
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool).Select(Packer.String));

    private static readonly Gen<byte[]> Value = Gen.Recursive<byte[]>((depth, inner) => depth > 2
        ? Scalar
        : Gen.OneOf(
            Scalar,
            inner.Array[0, 4].Select(Packer.Array),
            inner.Array[0, 4].Select(Packer.LargeArray),
            Gen.Select(inner, inner).Select(byte[] (key, value) => [0x81, .. key, .. value]),
            Gen.Select(inner, inner).Select(byte[] (key, value) => [0xde, 0, 1, .. key, .. value])));

    [Fact]
    public void Skip_AnyValue_MovesPastIt() =>
        Value.Sample(value =>
        {
            var cursor = new MessagePackCursor([.. value, 42]);
            cursor.Skip();

            Assert.Equal(42, cursor.ReadSmallInteger());
            Assert.True(cursor.IsAtEnd);
        });

    [Fact]
    public void Skip_IncompleteValue_Throws() =>
        Gen.Select(Value, Gen.Int[0, 1_000]).Where((value, _) => value.Length > 1).Sample((value, cut) =>
            Assert.Throws<LoadException>(() => new MessagePackCursor(value.AsSpan(0, cut % value.Length)).Skip()));

    [Fact]
    public void ReadString_AnyForm_ReturnsTheString() =>
        Gen.Select(Gen.Byte.Array[0, 70_000], Gen.Bool).Sample((value, large) =>
            Assert.Equal(value, new MessagePackCursor(Packer.String(value, large || value.Length > 60_000)).ReadString().ToArray()));

    [Fact]
    public void ReadString_OtherType_Throws() => Assert.Throws<LoadException>(() => new MessagePackCursor([0x93]).ReadString());
}
