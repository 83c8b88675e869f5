namespace Parley.Load.Protocols.Nats;

/// <summary>Reads operations of the NATS protocol: a line each, and a payload if the operation is a message.</summary>
internal ref struct NatsReader(ReadOnlySpan<byte> bytes)
{
    private const int LineEndBytes = 2;

    private ReadOnlySpan<byte> _rest = bytes;

    public NatsOperation Operation { get; private set; }

    /// <summary>The line without its end.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The number of the message's subscription.</summary>
    public int Subscription { get; private set; }

    /// <summary>The subject for an answer to the message; empty if it needs none.</summary>
    public ReadOnlySpan<byte> Reply { get; private set; }

    public ReadOnlySpan<byte> Headers { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public readonly int Taken(ReadOnlySpan<byte> all) => all.Length - _rest.Length;

    /// <summary>Reads the next operation; false if it is incomplete.</summary>
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
