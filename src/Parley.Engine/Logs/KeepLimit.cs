namespace Parley.Engine.Logs;

/// <summary>Which of a room's events are kept: the newest ones, up to the limit that is reached first. Without limits, all.</summary>
/// <param name="Since">The time before which events are not kept.</param>
/// <param name="Events">The maximum number of events; 0 or more.</param>
/// <param name="Bytes">The maximum number of bytes of users, command ids and contents; 0 or more.</param>
public readonly record struct KeepLimit(DateTimeOffset? Since = null, long? Events = null, long? Bytes = null);
