namespace Parley.Engine.Members;

/// <summary>Some of a room's members at one moment.</summary>
/// <param name="Users">By name, in ordinal order.</param>
/// <param name="Count">How many members the room has in all.</param>
public sealed record MemberList(IReadOnlyList<string> Users, int Count);
