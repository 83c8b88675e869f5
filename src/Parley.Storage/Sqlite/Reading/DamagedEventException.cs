namespace Parley.Storage.Sqlite.Reading;

/// <summary>An event in the file has changed since it was written.</summary>
internal sealed class DamagedEventException(long sequence, string room) : Exception(
    $"Event {sequence} of room '{room}' does not match its checksum. Restore a backup, or erase the event.");
