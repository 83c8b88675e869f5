namespace Parley.Storage;

/// <summary>What <see cref="Sqlite.LogVerifier"/> found.</summary>
/// <param name="Rooms">Rooms in the log.</param>
/// <param name="Events">Events that could be counted.</param>
/// <param name="EventsWithoutChecksum">Those of them that have no checksum, because an earlier version wrote them.</param>
/// <param name="Problems">
/// The first problems, one sentence each; empty if the log is sound. They may quote names and command ids that users chose.
/// </param>
/// <param name="MoreProblems">How many problems there are beyond <paramref name="Problems"/>.</param>
public sealed record LogReport(long Rooms, long Events, long EventsWithoutChecksum, IReadOnlyList<string> Problems, long MoreProblems)
{
    /// <summary>True if no problem was found.</summary>
    public bool IsSound => Problems.Count == 0;
}
