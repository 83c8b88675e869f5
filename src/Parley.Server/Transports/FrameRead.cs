using Parley.Protocol.V1;

namespace Parley.Server.Transports;

/// <summary>The outcome of reading from a client.</summary>
/// <param name="Frame">The frame; <c>null</c> if there are no more.</param>
/// <param name="End">Why there are no more; <see cref="ReadEnd.None"/> with a frame.</param>
/// <param name="Reason">For <see cref="ReadEnd.Malformed"/>: what is wrong, for the author of the client. Otherwise empty.</param>
public readonly record struct FrameRead(ClientFrame? Frame, ReadEnd End, string Reason = "");
