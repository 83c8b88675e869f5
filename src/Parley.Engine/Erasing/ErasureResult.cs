using Parley.Rooms;

namespace Parley.Engine.Erasing;

/// <summary>The result of erasing contents of a room.</summary>
/// <param name="Outcomes">What has become of each content, by the sequence of its event.</param>
/// <param name="Rejection">
/// Why the room refused to erase: for example, because its kind does not. Contents without an outcome are then as they were.
/// <c>null</c> if it did not refuse.
/// </param>
public sealed record ErasureResult(IReadOnlyDictionary<long, ErasureOutcome> Outcomes, Rejection? Rejection);
