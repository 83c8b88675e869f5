namespace Parley.Engine.Retention;

/// <summary>Why a room keeps more than it was to keep.</summary>
public enum TrimHold
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Its state is computed from its last snapshot and the events after it.</summary>
    State,

    /// <summary>Its state is computed from all of its events, because there is no snapshot that the server can read.</summary>
    NoSnapshot,

    /// <summary>
    /// The server does not know its kind, or knows only an older version of it, so it cannot tell which events are needed.
    /// </summary>
    UnknownKind,
}
