namespace Parley.Server.Transports;

/// <summary>Why a client's frames ended.</summary>
public enum ReadEnd
{
    /// <summary>They have not ended: there is a frame.</summary>
    None,

    /// <summary>The client has nothing more to send, but still reads.</summary>
    Completed,

    /// <summary>The client sent something that is not a frame of the contract.</summary>
    Malformed,

    /// <summary>The client sent a frame over the limit.</summary>
    TooLarge,

    /// <summary>The connection broke, or a frame announced a length that the transport cannot represent. It cannot tell which.</summary>
    Broken,

    /// <summary>The client is gone.</summary>
    Gone,
}
