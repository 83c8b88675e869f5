namespace Parley.Peers.Orleans;

/// <summary>What was said; immutable, so that it is not copied for every observer.</summary>
[GenerateSerializer, Immutable]
internal sealed record RoomMessage([property: Id(0)] string User, [property: Id(1)] string Text, [property: Id(2)] long Timestamp);
