namespace Parley.Storage.Sqlite;

/// <summary>Progress of <see cref="LogVerifier"/>.</summary>
/// <param name="Step">What is being checked, for people.</param>
/// <param name="Done">The completed fraction of this step, 0 to 1; <c>null</c> if it is unknown.</param>
public readonly record struct LogProgress(string Step, double? Done);
