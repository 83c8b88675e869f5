using Parley.Engine.Erasing;

namespace Parley.Server.Operations.Operator;

/// <summary>What has become of a content.</summary>
/// <param name="Sequence">The sequence of its event.</param>
/// <param name="Outcome">What has become of it.</param>
public sealed record ErasedEvent(long Sequence, ErasureOutcome Outcome);
