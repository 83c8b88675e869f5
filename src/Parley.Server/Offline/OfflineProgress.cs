namespace Parley.Server.Offline;

/// <summary>How far the check, the backup or the restore of a log has come.</summary>
/// <param name="Step">What is being done, in words.</param>
/// <param name="Done">The part of this step that is done, 0 to 1; <c>null</c> if it is unknown.</param>
public readonly record struct OfflineProgress(string Step, double? Done);
