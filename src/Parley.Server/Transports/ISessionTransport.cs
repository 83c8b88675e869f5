using System.IO.Pipelines;

namespace Parley.Server.Transports;

/// <summary>
/// Carries the frames of one session, over gRPC or anything else that is ordered and reliable. A transport knows no rooms, and a session knows
/// no transport but this.
/// </summary>
/// <remarks>
/// The session reads from one place and writes from another, both at once. It neither reads nor writes any more once it has called
/// <see cref="FinishAsync"/>.
/// </remarks>
public interface ISessionTransport
{
    /// <summary>
    /// Takes the server's frames, each with its 5-byte prefix, in whole frames between flushes. A flush completes once the client has room for
    /// more, or is gone; a flush after the client is gone reports completion. The session is the only writer.
    /// </summary>
    PipeWriter Output { get; }

    /// <summary>Fires when the client is gone, or when the client's own deadline has passed.</summary>
    CancellationToken Gone { get; }

    /// <summary>Reads the client's next frame. One call at a time.</summary>
    /// <param name="cancellationToken">Ends the wait for a frame. A frame that has arrived may still be returned.</param>
    /// <returns>A frame, or why there are no more. After the first result without a frame there is no further call.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired while the client was still there.</exception>
    ValueTask<FrameRead> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Cuts the client off at once, with everything unsent. May be called at any time and from any thread.</summary>
    void Abort();

    /// <summary>Ends the session, after everything that was flushed, and lets the client know why.</summary>
    ValueTask FinishAsync(Farewell farewell);
}
