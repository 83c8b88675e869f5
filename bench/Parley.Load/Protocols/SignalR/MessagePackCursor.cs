using System.Buffers.Binary;

namespace Parley.Load.Protocols.SignalR;

/// <summary>Reads MessagePack values in order. A value that is incomplete or of a type other than expected is an error.</summary>
internal ref struct MessagePackCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public int ReadArrayLength()
    {
        var kind = Take(1)[0];
        return kind switch
        {
            >= 0x90 and <= 0x9f => kind & 0x0f,
            0xdc => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xdd => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            _ => throw Unexpected(kind, "an array"),
        };
    }

    public int ReadSmallInteger()
    {
        var kind = Take(1)[0];
        return kind switch
        {
            <= 0x7f => kind,
            0xcc => Take(1)[0],
            _ => throw Unexpected(kind, "a small integer"),
        };
    }

    public ReadOnlySpan<byte> ReadString()
    {
        var kind = Take(1)[0];
        return kind switch
        {
            >= 0xa0 and <= 0xbf => Take(kind & 0x1f),
            0xd9 => Take(Take(1)[0]),
            0xda => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xdb => Take(BinaryPrimitives.ReadInt32BigEndian(Take(4))),
            _ => throw Unexpected(kind, "a string"),
        };
    }

    /// <summary>Skips a value of any type.</summary>
    public void Skip()
    {
        for (var left = 1L; left > 0; left--)
        {
            left += SkipOne();
        }
    }

    /// <summary>Skips the head of a value and returns the number of values in it.</summary>
    private long SkipOne()
    {
        var kind = Take(1)[0];
        switch (kind)
        {
            case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3:
                return 0;
            case <= 0x8f:
                return (kind & 0x0f) * 2;
            case <= 0x9f:
                return kind & 0x0f;
            case 0xdc or 0xde:
                return BinaryPrimitives.ReadUInt16BigEndian(Take(2)) * (kind == 0xde ? 2 : 1);
            case 0xdd or 0xdf:
                return BinaryPrimitives.ReadUInt32BigEndian(Take(4)) * (kind == 0xdf ? 2L : 1L);
            default:
                Take(ScalarBytes(kind));
                return 0;
        }
    }

    private int ScalarBytes(byte kind) => kind switch
    {
        <= 0xbf => kind & 0x1f,
        0xc4 or 0xd9 => Take(1)[0],
        0xc5 or 0xda => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        0xc6 or 0xdb => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        0xc7 => Take(1)[0] + 1,
        0xc8 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)) + 1,
        0xc9 => BinaryPrimitives.ReadInt32BigEndian(Take(4)) + 1,
        0xcc or 0xd0 => 1,
        0xcd or 0xd1 or 0xd4 => 2,
        0xd5 => 3,
        0xca or 0xce or 0xd2 => 4,
        0xd6 => 5,
        0xcb or 0xcf or 0xd3 => 8,
        0xd7 => 9,
        0xd8 => 17,
        _ => throw Unexpected(kind, "MessagePack"),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new LoadException("The server sent an incomplete MessagePack value.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static LoadException Unexpected(byte kind, string wanted) =>
        new($"The server sent MessagePack type 0x{kind:x2} instead of {wanted}.");
}
