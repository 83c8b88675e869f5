using Parley.Rooms;

namespace Parley.Cluster;

/// <summary>Posts of one stream for one room, in the order they were sent.</summary>
[GenerateSerializer, Immutable]
internal sealed record PostBatch([property: Id(0)] IReadOnlyList<PostCommand> Posts);
