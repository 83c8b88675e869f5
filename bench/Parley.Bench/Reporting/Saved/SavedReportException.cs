namespace Parley.Bench.Reporting.Saved;

/// <summary>A saved report cannot be read or has no headline figures; the message is the reason.</summary>
internal sealed class SavedReportException(string message) : Exception(message);
