using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>The outcome of a post.</summary>
/// <param name="Sequence">The sequence of the event it became, now or the first time it was sent; 0 if it was refused.</param>
/// <param name="Rejection">Why it was refused; <c>null</c> if it was accepted.</param>
public readonly record struct PostOutcome(long Sequence, Rejection? Rejection);
