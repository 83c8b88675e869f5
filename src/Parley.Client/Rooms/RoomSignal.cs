namespace Parley.Client;

/// <summary>Something short-lived that a member shows to the room, such as typing or a cursor. Signals are never numbered and never
/// stored.</summary>
/// <param name="User">The member who sent it.</param>
/// <param name="Key">What it is about, such as <c>typing</c>.</param>
/// <param name="Content">Bytes that only the clients interpret: at most 1,024.</param>
public sealed record RoomSignal(string User, string Key, ReadOnlyMemory<byte> Content);
