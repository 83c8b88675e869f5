using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Rooms.Contents;

/// <summary>A content that creates a room: the first event of every room whose kind was chosen.</summary>
/// <param name="Kind">The name of the kind.</param>
/// <param name="Version">The version of the kind that <paramref name="Options"/> were written for; 1 or more.</param>
/// <param name="Options">What was asked of the kind, in the kind's own form; may be empty.</param>
public sealed record CreatedContent(string Kind, int Version, ReadOnlyMemory<byte> Options)
{
    private const int KindField = 1;
    private const int VersionField = 2;
    private const int OptionsField = 3;

    /// <summary>Encodes the creation as a content.</summary>
    public byte[] Encode()
    {
        var size = WireWriter.SizeOf(KindField, Kind) + WireWriter.SizeOf(VersionField, Version)
            + (Options.IsEmpty ? 0 : WireWriter.SizeOfBytes(OptionsField, Options.Length));
        var content = new byte[WireWriter.SizeOfBytes((int)ContentType.Created, size)];
        var writer = new WireWriter(content);
        writer.WriteHeader((int)ContentType.Created, size);
        writer.Write(KindField, Kind);
        writer.Write(VersionField, Version);
        if (!Options.IsEmpty)
        {
            writer.Write(OptionsField, Options.Span);
        }

        return content;
    }

    /// <summary>Decodes a creation.</summary>
    /// <returns>False if the content is something else, or malformed.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> content, [NotNullWhen(true)] out CreatedContent? created)
    {
        created = null;
        if (!ContentTypes.TryRead(content, out var type, out var message) || type != ContentType.Created)
        {
            return false;
        }

        var decoded = new CreatedContent("", 0, default);
        var reader = new WireReader(message);
        while (reader.TryReadField(out var number))
        {
            switch (number)
            {
                case KindField when reader.TryReadBytes(out var kind):
                    decoded = decoded with { Kind = Encoding.UTF8.GetString(kind) };
                    break;
                case VersionField when reader.TryReadInteger(out var version):
                    decoded = decoded with { Version = (int)Math.Min(version, int.MaxValue) };
                    break;
                case OptionsField when reader.TryReadBytes(out var options):
                    decoded = decoded with { Options = options.ToArray() };
                    break;
                case not (KindField or VersionField or OptionsField):
                    reader.Skip();
                    break;
            }
        }

        created = reader.IsMalformed ? null : decoded;
        return created is not null;
    }
}
