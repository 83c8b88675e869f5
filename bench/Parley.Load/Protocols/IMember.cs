namespace Parley.Load.Protocols;

/// <summary>Receives the events of a stream.</summary>
internal interface IMember
{
    /// <summary>The stream is in the room: it receives everything accepted from now on.</summary>
    void Joined();

    /// <summary>A message arrived; <paramref name="at"/> is a stopwatch timestamp.</summary>
    void Received(ReadOnlySpan<byte> text, long at);

    /// <summary>The server has acknowledged the oldest unacknowledged post.</summary>
    void Acknowledged(long at);

    /// <summary>A stream that did not accept a message accepts messages again.</summary>
    void Unblocked();

    /// <summary>Either side has ended the stream.</summary>
    void Ended();
}
