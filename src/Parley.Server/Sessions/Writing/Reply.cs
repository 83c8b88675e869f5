using Parley.Protocol.V1;

namespace Parley.Server.Sessions.Writing;

/// <summary>A frame that answers the client. Answers are written in the order in which they became known.</summary>
/// <param name="Frame">The answer.</param>
/// <param name="Weight">What the session owes the client for it until it is written.</param>
/// <param name="Opens">The room that is written from this frame on.</param>
/// <param name="Closes">The room of which nothing is written after this frame.</param>
internal readonly record struct Reply(ServerFrame Frame, int Weight, RoomOutput? Opens = null, RoomOutput? Closes = null)
{
    private const int BytesPerUnit = 256;

    /// <summary>The weight of an answer that holds this many bytes until it is written: 1, and 1 more for every full 256 bytes.</summary>
    public static int Weigh(int bytes) => 1 + (bytes / BytesPerUnit);
}
