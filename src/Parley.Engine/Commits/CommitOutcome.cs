namespace Parley.Engine.Commits;

internal enum CommitOutcome
{
    /// <summary>In the log, synced, and shown to followers.</summary>
    Committed = 0,

    /// <summary>Not in the log, because it does not continue the room.</summary>
    Conflict,

    /// <summary>Not in the log, because a command of it, or of what it was decided on, is there already.</summary>
    Repeated,

    /// <summary>The log failed: not in the log, unless the disk kept what it reported as failed.</summary>
    Failed,
}
