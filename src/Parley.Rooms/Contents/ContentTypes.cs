namespace Parley.Rooms.Contents;

/// <summary>Recognizes what an encoded <c>parley.v1.Content</c> carries.</summary>
public static class ContentTypes
{
    /// <summary>The type of a content; <see cref="ContentType.Unknown"/> if it is empty, malformed, or from a newer version.</summary>
    public static ContentType Of(ReadOnlySpan<byte> content) => TryRead(content, out var type, out _) ? type : ContentType.Unknown;

    /// <summary>Reads the one field that a content has.</summary>
    /// <param name="content">An encoded content.</param>
    /// <param name="type">What it carries.</param>
    /// <param name="value">The encoded message inside it.</param>
    /// <returns>False if it has no field or more than one, or a field that this version does not know.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> content, out ContentType type, out ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(content);
        value = default;
        type = reader.TryReadField(out var number) && reader.TryReadBytes(out value) && number <= (int)ContentType.Erasure
            ? (ContentType)number
            : ContentType.Unknown;
        return type != ContentType.Unknown && !reader.TryReadField(out _) && !reader.IsMalformed;
    }
}
