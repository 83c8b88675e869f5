namespace Parley.Server.Offline;

/// <summary>How far the check of a log has come.</summary>
/// <param name="Step">What is being checked, in words.</param>
/// <param name="Done">The part of this step that is done, 0 to 1; <c>null</c> if it is unknown.</param>
public readonly record struct VerificationProgress(string Step, double? Done);
