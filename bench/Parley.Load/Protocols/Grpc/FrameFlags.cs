namespace Parley.Load.Protocols.Grpc;

/// <summary>HTTP/2 frame flags (RFC 9113, section 6).</summary>
internal static class FrameFlags
{
    public const byte EndStream = 1;
    public const byte Acknowledge = 1;
    public const byte EndHeaders = 4;
}
