namespace Parley.Engine.Commits;

internal enum CommitOutcome
{
    /// <summary>The events are in the log, synced, and visible to followers.</summary>
    Committed = 0,

    /// <summary>The events are not in the log, because they do not continue the room.</summary>
    Conflict,

    /// <summary>
    /// The events are not in the log, because it already has one of their commands, or a command of events they build on.
    /// </summary>
    Repeated,

    /// <summary>The log failed. The events are not in it, unless the disk kept what it reported as failed.</summary>
    Failed,
}
