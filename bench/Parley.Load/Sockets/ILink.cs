namespace Parley.Load.Sockets;

/// <summary>One connection as a protocol sees it.</summary>
internal interface ILink
{
    /// <summary>When the bytes that are being handled arrived, as <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    long ArrivedAt { get; }

    /// <summary>True if what goes over it is encrypted.</summary>
    bool IsTls { get; }

    /// <summary>Bytes queued and not yet taken by the socket.</summary>
    int Pending { get; }

    /// <summary>Queues bytes; the loop sends them when it is done with what it is handling.</summary>
    void Queue(ReadOnlySpan<byte> bytes);

    /// <summary>Stops or resumes reading.</summary>
    void Pause(bool paused);

    void Close();
}
