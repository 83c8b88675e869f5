namespace Parley.Contracts.Testing.Transports;

/// <summary>How a session's end looks to its client.</summary>
public enum TransportEnd
{
    /// <summary>The session ended because the client left: no error.</summary>
    Left,

    /// <summary>The server ended the session and named a reason.</summary>
    Refused,

    /// <summary>The connection broke.</summary>
    Broken,
}
