namespace Parley.Load.Protocols.Redis;

/// <summary>One token of RESP2 or RESP3: a value, or the head of several.</summary>
internal readonly ref struct RespToken
{
    private const int LineEndBytes = 2;

    public required RespKind Kind { get; init; }

    /// <summary>The bytes of a value.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Elements of an aggregate; a map has two for each entry.</summary>
    public int Elements { get; init; }

    /// <summary>The encoded length of the token.</summary>
    public required int Bytes { get; init; }

    /// <summary>Reads the token at the beginning of the bytes; false if it is incomplete.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RespToken token)
    {
        token = default;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 2)
        {
            return false;
        }

        var line = bytes[1..(end - 1)];
        var kind = (char)bytes[0];
        switch (kind)
        {
            case '$' or '=' or '!':
                return TryReadBulk(bytes, kind == '!' ? RespKind.Error : RespKind.Bulk, Number(line), end + 1, out token);
            case '*' or '~' or '>' or '%':
                var elements = Math.Max(0, Number(line)) * (kind == '%' ? 2 : 1);
                token = new() { Kind = RespKind.Aggregate, Value = [], Elements = elements, Bytes = end + 1 };
                return true;
            case '+' or ':' or '-' or '_' or ',' or '#' or '(':
                token = new() { Kind = kind == '-' ? RespKind.Error : RespKind.Simple, Value = line, Bytes = end + 1 };
                return true;
            default:
                throw new LoadException($"The server sent the unknown RESP type '{kind}'.");
        }
    }

    private static bool TryReadBulk(ReadOnlySpan<byte> bytes, RespKind kind, int length, int start, out RespToken token)
    {
        token = default;
        if (length < 0)
        {
            token = new() { Kind = kind, Value = [], Bytes = start };
            return true;
        }

        if (bytes.Length < start + length + LineEndBytes)
        {
            return false;
        }

        token = new() { Kind = kind, Value = bytes.Slice(start, length), Bytes = start + length + LineEndBytes };
        return true;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var isNegative = digits is [(byte)'-', ..];
        var value = 0;
        foreach (var digit in isNegative ? digits[1..] : digits)
        {
            value = (value * 10) + digit - '0';
        }

        return isNegative ? -value : value;
    }
}
