using Parley.Engine.Rooms;

namespace Parley.Cluster;

/// <summary>An outcome for each post of a batch, in the batch's order.</summary>
[GenerateSerializer, Immutable]
internal sealed record PostOutcomes([property: Id(0)] IReadOnlyList<PostOutcome> Items);
