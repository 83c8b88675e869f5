namespace Parley.Storage.Sqlite;

/// <summary>How far a check of a log is.</summary>
/// <param name="Step">What is being checked, for a person.</param>
/// <param name="Done">How much of this step is done, 0 to 1; <c>null</c> where nobody knows.</param>
public readonly record struct LogProgress(string Step, double? Done);
