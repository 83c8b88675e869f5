using System.IO.Pipelines;

namespace Parley.Server.Transports;

/// <summary>
/// Carries the frames of one session, over gRPC or any other protocol that is ordered and reliable. A transport knows nothing of rooms, and
/// a session knows its transport only by this interface.
/// </summary>
/// <remarks>
/// One task of the session reads while another writes. The session neither reads nor writes after it has called
/// <see cref="FinishAsync"/>.
/// </remarks>
public interface ISessionTransport
{
    /// <summary>
    /// Takes the server's frames, each with its 5-byte prefix. Only whole frames are written between two flushes. A flush completes once
    /// the client has room for more, or is gone. A flush that begins after the client is gone reports completion. The session is the only
    /// writer.
    /// </summary>
    PipeWriter Output { get; }

    /// <summary>Fires when the client is gone, or when the client's own deadline has passed.</summary>
    CancellationToken Gone { get; }

    /// <summary>Reads the client's next frame. One call at a time.</summary>
    /// <param name="cancellationToken">Ends the wait for a frame. A frame that has arrived may still be returned.</param>
    /// <returns>A frame, or why there are no more. The session does not call again after a result without a frame.</returns>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> fired while the client was still there.
    /// </exception>
    ValueTask<FrameRead> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Cuts the client off at once and drops everything unsent. May be called at any time, from any thread.</summary>
    void Abort();

    /// <summary>Ends the session after everything that was flushed, and gives the client the reason.</summary>
    ValueTask FinishAsync(Farewell farewell);
}
