namespace Parley.Load.Sockets;

/// <summary>One connection as a protocol sees it.</summary>
internal interface ILink
{
    /// <summary>The <see cref="System.Diagnostics.Stopwatch"/> timestamp at which the current bytes arrived.</summary>
    long ArrivedAt { get; }

    /// <summary>Whether the connection is encrypted.</summary>
    bool IsTls { get; }

    /// <summary>Queued bytes that the socket has not accepted yet.</summary>
    int Pending { get; }

    /// <summary>Queues bytes. The loop sends them after the event it is handling.</summary>
    void Queue(ReadOnlySpan<byte> bytes);

    /// <summary>Stops or resumes reading.</summary>
    void Pause(bool paused);

    void Close();
}
