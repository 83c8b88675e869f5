using Parley.Engine.Feeds;
using Parley.Protocol.V1;

namespace Parley.Server.Following;

/// <summary>A room that a reader follows.</summary>
/// <param name="Lease">The reader's place in the room. Dispose it to stop following.</param>
/// <param name="Joined">Where the reader begins, as the room contract puts it; without members.</param>
internal readonly record struct FollowedRoom(FollowerLease Lease, Joined Joined);
