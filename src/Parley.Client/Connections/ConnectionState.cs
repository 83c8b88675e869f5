namespace Parley.Client;

/// <summary>The state of a client's connection to its server.</summary>
public enum ConnectionState
{
    /// <summary>The client has not had a session yet.</summary>
    Connecting,

    /// <summary>A session is open. Posts are sent at once.</summary>
    Connected,

    /// <summary>The session broke and the client is connecting again. Posts are kept until a session is open again.</summary>
    Reconnecting,

    /// <summary>The client was disposed, or the server reported that connecting again is useless. The final state.</summary>
    Closed,
}
