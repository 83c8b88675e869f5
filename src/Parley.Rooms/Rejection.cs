using Parley.Protocol;

namespace Parley.Rooms;

/// <summary>Why a command was refused. The room has not changed.</summary>
/// <param name="Code">The reason, for programs.</param>
/// <param name="Reason">The reason and what to do about it, for people.</param>
/// <param name="Head">
/// With <see cref="ParleyCode.SequenceMoved"/>: the sequence of the room's last event, which the command did not expect. Otherwise 0.
/// </param>
public sealed record Rejection(ParleyCode Code, string Reason, long Head = 0);
