namespace Parley.Load.Protocols.Nats;

/// <summary>Takes one operation of the NATS protocol out of bytes: a line, and a payload if it is a message.</summary>
internal ref struct NatsReader(ReadOnlySpan<byte> bytes)
{
    private const int LineEndBytes = 2;

    private ReadOnlySpan<byte> _rest = bytes;

    public NatsOperation Operation { get; private set; }

    /// <summary>The line without its end.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Number of the subscription a message is for.</summary>
    public int Subscription { get; private set; }

    /// <summary>Where a message wants its answer; empty if nowhere.</summary>
    public ReadOnlySpan<byte> Reply { get; private set; }

    public ReadOnlySpan<byte> Headers { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Bytes taken so far.</summary>
    public readonly int Taken(ReadOnlySpan<byte> all) => all.Length - _rest.Length;

    /// <summary>Reads the next operation; false if it is not whole.</summary>
    public bool Read()
    {
        var end = _rest.IndexOf((byte)'\n');
        if (end < 1)
        {
            return false;
        }

        Line = _rest[..(end - 1)];
        Operation = Line switch
        {
            [(byte)'M', ..] or [(byte)'H', ..] => NatsOperation.Message,
            [(byte)'P', (byte)'I', ..] => NatsOperation.Ping,
            [(byte)'P', (byte)'O', ..] => NatsOperation.Pong,
            [(byte)'-', ..] => NatsOperation.Error,
            _ => NatsOperation.Other,
        };
        if (Operation != NatsOperation.Message)
        {
            _rest = _rest[(end + 1)..];
            return true;
        }

        return ReadMessage(_rest[(end + 1)..]);
    }

    /// <summary>MSG subject sid [reply] bytes, or HMSG subject sid [reply] header-bytes all-bytes.</summary>
    private bool ReadMessage(ReadOnlySpan<byte> rest)
    {
        var hasHeaders = Line[0] == 'H';
        var words = Line[(hasHeaders ? 5 : 4)..];
        NextWord(ref words);
        var subscription = Number(NextWord(ref words));
        var all = Number(LastWord(ref words));
        var headers = hasHeaders ? Number(LastWord(ref words)) : 0;
        if (rest.Length < all + LineEndBytes)
        {
            return false;
        }

        Subscription = subscription;
        Reply = words;
        Headers = rest[..headers];
        Payload = rest[headers..all];
        _rest = rest[(all + LineEndBytes)..];
        return true;
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> words)
    {
        var space = words.IndexOf((byte)' ');
        var word = words[..space];
        words = words[(space + 1)..];
        return word;
    }

    private static ReadOnlySpan<byte> LastWord(ref ReadOnlySpan<byte> words)
    {
        var space = words.LastIndexOf((byte)' ');
        var word = words[(space + 1)..];
        words = words[..Math.Max(0, space)];
        return word;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }
}
