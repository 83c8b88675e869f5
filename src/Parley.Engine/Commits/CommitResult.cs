using Parley.Rooms;

namespace Parley.Engine.Commits;

/// <summary>The result of committing a batch of events.</summary>
/// <param name="Outcome">Whether the events are in the log.</param>
/// <param name="Rejection">Why they are not, for their senders; <c>null</c> if they are.</param>
internal readonly record struct CommitResult(CommitOutcome Outcome, Rejection? Rejection)
{
    /// <summary>The events are in the log, synced, and visible to followers.</summary>
    public static CommitResult Committed => default;
}
