namespace Parley.Client;

/// <summary>Something passing that a member shows, such as typing or a cursor: never numbered, never stored.</summary>
/// <param name="User">Who shows it.</param>
/// <param name="Key">What it is, such as <c>typing</c>.</param>
/// <param name="Content">The clients' own bytes: at most 1,024.</param>
public sealed record RoomSignal(string User, string Key, ReadOnlyMemory<byte> Content);
