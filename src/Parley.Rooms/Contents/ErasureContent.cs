using System.Diagnostics.CodeAnalysis;
using Parley.Protocol;

namespace Parley.Rooms.Contents;

/// <summary>
/// A content that erases those of earlier events, in the transaction that adds its own event to the log. Contents that created the room or
/// erased others stay: without them, the log could not be understood.
/// </summary>
/// <param name="Sequences">
/// The sequences of the events, ascending: 1 to <see cref="ProtocolLimits.ErasureEvents"/> of them, each 1 or more.
/// </param>
public sealed record ErasureContent(IReadOnlyList<long> Sequences)
{
    private const int SequencesField = 1;

    /// <summary>Encodes the erasure as a content.</summary>
    public byte[] Encode()
    {
        var packed = Sequences.Sum(WireWriter.SizeOfVarint);
        var size = WireWriter.SizeOfBytes(SequencesField, packed);
        var content = new byte[WireWriter.SizeOfBytes((int)ContentType.Erasure, size)];
        var writer = new WireWriter(content);
        writer.WriteHeader((int)ContentType.Erasure, size);
        writer.WriteHeader(SequencesField, packed);
        foreach (var sequence in Sequences)
        {
            writer.WriteVarint(sequence);
        }

        return content;
    }

    /// <summary>Decodes an erasure.</summary>
    /// <returns>False if the content is something else or malformed, or its sequences are not as they must be.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> content, [NotNullWhen(true)] out ErasureContent? erasure)
    {
        erasure = null;
        if (!ContentTypes.TryRead(content, out var type, out var message) || type != ContentType.Erasure)
        {
            return false;
        }

        var sequences = new List<long>();
        var reader = new WireReader(message);
        while (reader.TryReadField(out var number))
        {
            if (number != SequencesField)
            {
                reader.Skip();
            }
            else if (!reader.TryReadIntegers(sequences, ProtocolLimits.ErasureEvents))
            {
                return false;
            }
        }

        erasure = !reader.IsMalformed && IsAscending(sequences) ? new ErasureContent(sequences) : null;
        return erasure is not null;
    }

    private static bool IsAscending(List<long> sequences)
    {
        var previous = 0L;
        foreach (var sequence in sequences)
        {
            if (sequence <= previous)
            {
                return false;
            }

            previous = sequence;
        }

        return sequences.Count > 0;
    }
}
