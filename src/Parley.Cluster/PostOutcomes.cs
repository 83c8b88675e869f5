using Parley.Engine.Rooms;

namespace Parley.Cluster;

/// <summary>The outcomes of a batch.</summary>
/// <param name="Items">An outcome for each post, in the same order.</param>
[GenerateSerializer, Immutable]
internal sealed record PostOutcomes([property: Id(0)] IReadOnlyList<PostOutcome> Items);
