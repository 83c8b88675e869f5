using Parley.Protocol.V1;

namespace Parley.Client.Frames;

/// <summary>A place in the queue whose frame is decided on, and made, only when its turn comes.</summary>
internal interface IQueuedFrame
{
    /// <summary>Called once, by the session's writer.</summary>
    /// <returns>The frame; <c>null</c> if there is nothing to send any more.</returns>
    ClientFrame? TakeFrame();
}
