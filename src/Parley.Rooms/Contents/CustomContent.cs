using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Rooms.Contents;

/// <summary>A content that only a host's own kind and its clients understand.</summary>
/// <param name="Type">What it is, in the words of the kind; 1 to 64 bytes of UTF-8.</param>
/// <param name="Data">Bytes in a form of the kind's own.</param>
public sealed record CustomContent(string Type, ReadOnlyMemory<byte> Data)
{
    private const int TypeField = 1;
    private const int DataField = 2;

    /// <summary>Encodes it as a content.</summary>
    public byte[] Encode()
    {
        var size = WireWriter.SizeOf(TypeField, Type) + (Data.IsEmpty ? 0 : WireWriter.SizeOfBytes(DataField, Data.Length));
        var content = new byte[WireWriter.SizeOfBytes((int)ContentType.Custom, size)];
        var writer = new WireWriter(content);
        writer.WriteHeader((int)ContentType.Custom, size);
        writer.Write(TypeField, Type);
        if (!Data.IsEmpty)
        {
            writer.Write(DataField, Data.Span);
        }

        return content;
    }

    /// <summary>Decodes a custom content.</summary>
    /// <returns>False if the content is something else, or malformed.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> content, [NotNullWhen(true)] out CustomContent? custom)
    {
        custom = null;
        if (!ContentTypes.TryRead(content, out var type, out var message) || type != ContentType.Custom)
        {
            return false;
        }

        var decoded = new CustomContent("", default);
        var reader = new WireReader(message);
        while (reader.TryReadField(out var number))
        {
            switch (number)
            {
                case TypeField when reader.TryReadBytes(out var name):
                    decoded = decoded with { Type = Encoding.UTF8.GetString(name) };
                    break;
                case DataField when reader.TryReadBytes(out var data):
                    decoded = decoded with { Data = data.ToArray() };
                    break;
                case not (TypeField or DataField):
                    reader.Skip();
                    break;
            }
        }

        custom = reader.IsMalformed ? null : decoded;
        return custom is not null;
    }
}
