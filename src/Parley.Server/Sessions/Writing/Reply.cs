using Parley.Protocol.V1;

namespace Parley.Server.Sessions.Writing;

/// <summary>A frame that answers the client. Answers are sent in the order in which they became known.</summary>
/// <param name="Frame">What is sent.</param>
/// <param name="Weight">What the session owed the client for it; no longer owed once it is written.</param>
/// <param name="Opens">The room whose events follow this frame.</param>
/// <param name="Closes">The room of which nothing follows this frame.</param>
internal readonly record struct Reply(ServerFrame Frame, int Weight, RoomOutput? Opens = null, RoomOutput? Closes = null)
{
    private const int BytesPerUnit = 256;

    /// <summary>The weight of an answer for which this many bytes are held until the client has read it: 1, and 1 more for every 256 bytes.</summary>
    public static int Weigh(int bytes) => 1 + (bytes / BytesPerUnit);
}
