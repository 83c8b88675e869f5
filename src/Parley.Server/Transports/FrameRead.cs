using System.Buffers;

namespace Parley.Server.Transports;

/// <summary>The outcome of reading from a client.</summary>
/// <param name="Frame">An encoded <c>parley.v1.ClientFrame</c>, valid until the next read; empty if there are no more.</param>
/// <param name="End">Why there are no more; <see cref="ReadEnd.None"/> with a frame.</param>
/// <param name="Reason">For <see cref="ReadEnd.Malformed"/>: what is wrong, for the author of the client. Otherwise empty.</param>
public readonly record struct FrameRead(ReadOnlySequence<byte> Frame, ReadEnd End, string Reason = "")
{
    /// <summary>There are no more frames.</summary>
    public FrameRead(ReadEnd end, string reason = "")
        : this(ReadOnlySequence<byte>.Empty, end, reason)
    {
    }
}
