namespace Parley.Storage.Sqlite;

/// <summary>What a check of a log found.</summary>
/// <param name="Rooms">Rooms in the log.</param>
/// <param name="Events">Events that could be counted.</param>
/// <param name="Problems">The first problems, one sentence each, which may quote what users wrote; empty if the log is sound.</param>
/// <param name="MoreProblems">How many problems there are beside <paramref name="Problems"/>.</param>
public sealed record LogReport(long Rooms, long Events, IReadOnlyList<string> Problems, long MoreProblems)
{
    /// <summary>True if nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;
}
