using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>What became of a post.</summary>
/// <param name="Sequence">The number of the event it became; 0 if it was refused.</param>
/// <param name="Rejection">Why it was refused; <c>null</c> if it was accepted.</param>
public readonly record struct PostOutcome(long Sequence, Rejection? Rejection);
