namespace Parley.Client;

/// <summary>How a client stands with its server.</summary>
public enum ConnectionState
{
    /// <summary>The first session has not begun yet.</summary>
    Connecting,

    /// <summary>A session is open: what is said goes out at once.</summary>
    Connected,

    /// <summary>The session broke. The client is on its way back; what is said meanwhile is kept and sent then.</summary>
    Reconnecting,

    /// <summary>Over: the client was disposed, or the server said that coming back does not help. Nothing follows.</summary>
    Closed,
}
