using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>A frame that answers the client, in the order the answers became known.</summary>
/// <param name="Frame">What is sent.</param>
/// <param name="Weight">What the client owed for it: given back when it is written.</param>
/// <param name="Opens">The room whose events follow this frame.</param>
/// <param name="Closes">The room of which nothing follows this frame.</param>
internal readonly record struct Reply(ServerFrame Frame, int Weight, SessionRoom? Opens = null, SessionRoom? Closes = null);
