using Parley.Rooms;

namespace Parley.Cluster;

/// <summary>Posts of one caller to one room, in order.</summary>
/// <param name="Posts">The posts. Orleans does not copy them, so nobody may change them.</param>
[GenerateSerializer, Immutable]
internal sealed record PostBatch([property: Id(0)] IReadOnlyList<PostCommand> Posts);
