namespace Parley.Engine.Logs;

/// <summary>What became of a batch.</summary>
public enum AppendOutcome
{
    /// <summary>Appended and synced.</summary>
    Appended,

    /// <summary>Left out: it does not continue the room, whose head is another.</summary>
    Conflict,

    /// <summary>Left out: a command of it is in the room's log already.</summary>
    Repeated,
}
