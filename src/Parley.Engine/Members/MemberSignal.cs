namespace Parley.Engine.Members;

/// <summary>Something passing that a member shows: typing, a cursor. Never numbered and never stored.</summary>
/// <param name="User">Who shows it.</param>
/// <param name="Key">What it is.</param>
/// <param name="Content">Its content, of the clients' choice; not changed afterwards.</param>
public sealed record MemberSignal(string User, string Key, ReadOnlyMemory<byte> Content);
