namespace Parley.Engine.Members;

/// <summary>Some members of a room at one moment.</summary>
/// <param name="Users">Their names, in the order of <see cref="Protocol.Utf8Order"/>.</param>
/// <param name="Count">How many members the room has in all.</param>
public sealed record MemberList(IReadOnlyList<string> Users, int Count);
