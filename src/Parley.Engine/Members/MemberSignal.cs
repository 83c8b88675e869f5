namespace Parley.Engine.Members;

/// <summary>Something transient, such as typing or a cursor. Signals are neither numbered nor stored.</summary>
/// <param name="User">The member who sent it.</param>
/// <param name="Key">What it is about. A new signal replaces an earlier one with the same user and key.</param>
/// <param name="Content">Bytes that only clients understand. Nobody changes them afterwards.</param>
public sealed record MemberSignal(string User, string Key, ReadOnlyMemory<byte> Content);
