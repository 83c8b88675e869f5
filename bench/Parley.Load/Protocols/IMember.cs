namespace Parley.Load.Protocols;

/// <summary>Is told what happens to its stream.</summary>
internal interface IMember
{
    /// <summary>The server has the stream in the room: it hears everything accepted from now on.</summary>
    void Joined();

    /// <summary>A message arrived; <paramref name="at"/> is a stopwatch timestamp.</summary>
    void Received(ReadOnlySpan<byte> text, long at);

    /// <summary>The server has stored the oldest of the posts that it has not acknowledged.</summary>
    void Acknowledged(long at);

    /// <summary>A stream that could not send may try again.</summary>
    void Unblocked();

    /// <summary>The stream is over, whoever ended it.</summary>
    void Ended();
}
