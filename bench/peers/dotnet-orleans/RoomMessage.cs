namespace Parley.Peers.Orleans;

/// <summary>A message; immutable, so that Orleans does not copy it for every observer.</summary>
[GenerateSerializer, Immutable]
internal sealed record RoomMessage([property: Id(0)] string User, [property: Id(1)] string Text, [property: Id(2)] long Timestamp);
