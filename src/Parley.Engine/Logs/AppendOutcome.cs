namespace Parley.Engine.Logs;

/// <summary>Whether a batch is in the log.</summary>
public enum AppendOutcome
{
    /// <summary>All its events are in the log, synced.</summary>
    Appended,

    /// <summary>None of its events are in the log: the first sequence is not the room's head + 1.</summary>
    Conflict,

    /// <summary>None of its events are in the log: the batch continues the room, but the room already has one of its commands.</summary>
    Repeated,

    /// <summary>
    /// None of its events are in the log: the log cannot number more rooms or more events of this room, or its remaining space is reserved
    /// for erasures.
    /// </summary>
    Full,
}
