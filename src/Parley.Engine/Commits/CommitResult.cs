using Parley.Rooms;

namespace Parley.Engine.Commits;

/// <summary>What became of a batch of events.</summary>
/// <param name="Outcome">Whether it is in the log.</param>
/// <param name="Rejection">For those who sent it: why it is not; <c>null</c> if it is.</param>
internal readonly record struct CommitResult(CommitOutcome Outcome, Rejection? Rejection)
{
    /// <summary>In the log, synced, and shown to followers.</summary>
    public static CommitResult Committed => default;
}
