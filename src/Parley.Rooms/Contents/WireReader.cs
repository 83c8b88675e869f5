namespace Parley.Rooms.Contents;

/// <summary>
/// Reads the fields of an encoded protobuf message: what rules need of a content, and what every post has. Everything else is decoded by
/// the generated types.
/// </summary>
/// <remarks>See the <see href="https://protobuf.dev/programming-guides/encoding/">encoding</see> of protobuf.</remarks>
public ref struct WireReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;
    private int _wireType;

    /// <summary>Moves to the next field.</summary>
    /// <returns>False at the end of the message, or if it is malformed; see <see cref="IsMalformed"/>.</returns>
    public bool TryReadField(out int number)
    {
        number = 0;
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        if (!TryReadVarint(out var tag) || tag >> 3 is 0 or > int.MaxValue)
        {
            IsMalformed = true;
            return false;
        }

        (number, _wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    /// <summary>True if the message is not valid protobuf.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Reads the value of a string, bytes or message field.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (_wireType != Bytes || !TryReadVarint(out var length) || length > (ulong)_rest.Length)
        {
            IsMalformed = true;
            return false;
        }

        value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    /// <summary>Reads the value of a field of an integer type.</summary>
    public bool TryReadInteger(out ulong value)
    {
        value = 0;
        IsMalformed |= _wireType != Varint || !TryReadVarint(out value);
        return !IsMalformed;
    }

    /// <summary>Reads the values of a repeated field of an integer type, packed or not.</summary>
    /// <param name="values">Receives them.</param>
    /// <param name="max">How many there may be in all.</param>
    /// <returns>False if they are malformed, or too many.</returns>
    public bool TryReadIntegers(List<long> values, int max)
    {
        if (_wireType == Varint)
        {
            IsMalformed = !TryReadVarint(out var value) || values.Count == max;
            values.Add((long)value);
            return !IsMalformed;
        }

        if (!TryReadBytes(out var packed))
        {
            return false;
        }

        var reader = new WireReader(packed);
        while (!reader._rest.IsEmpty && !IsMalformed)
        {
            IsMalformed = !reader.TryReadVarint(out var value) || values.Count == max;
            values.Add((long)value);
        }

        return !IsMalformed;
    }

    /// <summary>Moves behind the value of a field that is not needed.</summary>
    public void Skip()
    {
        var isRead = _wireType switch
        {
            Varint => TryReadVarint(out _),
            Bytes => TryReadBytes(out _),
            Fixed64 => TryAdvance(8),
            Fixed32 => TryAdvance(4),
            _ => false,
        };
        IsMalformed |= !isRead;
    }

    private bool TryAdvance(int count)
    {
        if (_rest.Length < count)
        {
            return false;
        }

        _rest = _rest[count..];
        return true;
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
