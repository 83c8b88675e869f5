namespace Parley.Client.Wire;

/// <summary>Reads the two shapes of fields that events have. What it does not expect it does not read.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < _rest.Length && i < 10; i++)
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

    public bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        if (TryReadVarint(out var length) && length <= (ulong)_rest.Length)
        {
            value = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>What is inside the one field that these bytes are.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> bytes, ulong tag, out ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(bytes);
        value = default;
        return reader.TryReadVarint(out var found) && found == tag && reader.TryReadBytes(out value) && reader.IsAtEnd;
    }
}
