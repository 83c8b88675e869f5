namespace Parley.Server.Offline;

/// <summary>The result of checking a log.</summary>
/// <param name="Rooms">The number of rooms in the log.</param>
/// <param name="Events">The number of events that could be counted.</param>
/// <param name="EventsWithoutChecksum">The number of them that have no checksum, because an earlier version wrote them.</param>
/// <param name="Problems">The first problems, one sentence each, which may quote what users wrote; empty if the log is sound.</param>
/// <param name="MoreProblems">The number of problems beyond <paramref name="Problems"/>.</param>
public sealed record VerificationReport(
    long Rooms, long Events, long EventsWithoutChecksum, IReadOnlyList<string> Problems, long MoreProblems)
{
    /// <summary>True if no problem was found.</summary>
    public bool IsSound => Problems.Count == 0;
}
