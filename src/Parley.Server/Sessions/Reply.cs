using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>A frame that answers the client, in the order the answers became known.</summary>
/// <param name="Frame">What is sent.</param>
/// <param name="Weight">What the client owed for it: given back when it is written.</param>
/// <param name="Opens">The room whose events follow this frame.</param>
/// <param name="Closes">The room of which nothing follows this frame.</param>
internal readonly record struct Reply(ServerFrame Frame, int Weight, SessionRoom? Opens = null, SessionRoom? Closes = null)
{
    private const int BytesOfOne = 256;

    /// <summary>What so many bytes weigh that are held until the client has read: one for each answer, and more for long ones.</summary>
    public static int Weigh(int bytes) => 1 + (bytes / BytesOfOne);
}
