namespace Parley.Storage;

/// <summary>Progress of checking, converting, backing up or restoring a log.</summary>
/// <param name="Step">What is being done, for people.</param>
/// <param name="Done">The completed fraction of this step, 0 to 1; <c>null</c> if it is unknown.</param>
public readonly record struct LogProgress(string Step, double? Done);
