namespace Parley.Rooms.Contents;

/// <summary>What takes the place of a content that was erased.</summary>
public static class ErasedContent
{
    /// <summary>The encoded content.</summary>
    public static ReadOnlyMemory<byte> Encoded { get; } = Encode();

    private static byte[] Encode()
    {
        var content = new byte[WireWriter.SizeOfBytes((int)ContentType.Erased, 0)];
        new WireWriter(content).WriteHeader((int)ContentType.Erased, 0);
        return content;
    }
}
