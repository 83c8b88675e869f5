using System.Diagnostics.CodeAnalysis;

namespace Parley.Rooms.Contents;

/// <summary>A content that is a batch of steps: changes of a shared text that only clients understand.</summary>
public static class StepsContent
{
    private const int Step = 1;

    /// <summary>Encodes a batch.</summary>
    /// <param name="steps">The steps, in order.</param>
    public static byte[] Encode(IReadOnlyList<ReadOnlyMemory<byte>> steps)
    {
        var size = steps.Sum(step => WireWriter.SizeOfBytes(Step, step.Length));
        var content = new byte[WireWriter.SizeOfBytes((int)ContentType.Steps, size)];
        var writer = new WireWriter(content);
        writer.WriteHeader((int)ContentType.Steps, size);
        foreach (var step in steps)
        {
            writer.Write(Step, step.Span);
        }

        return content;
    }

    /// <summary>Decodes a batch.</summary>
    /// <returns>False if the content is something else, or malformed.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> content, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? steps)
    {
        steps = null;
        if (!ContentTypes.TryRead(content, out var type, out var message) || type != ContentType.Steps)
        {
            return false;
        }

        var decoded = new List<ReadOnlyMemory<byte>>();
        var reader = new WireReader(message);
        while (reader.TryReadField(out var number))
        {
            if (number != Step)
            {
                reader.Skip();
            }
            else if (reader.TryReadBytes(out var step))
            {
                decoded.Add(step.ToArray());
            }
        }

        steps = reader.IsMalformed ? null : decoded;
        return steps is not null;
    }
}
