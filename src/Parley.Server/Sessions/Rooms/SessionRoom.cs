using Parley.Engine.Members;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>A session's stay in one room, as its reader sees it.</summary>
/// <param name="Output">What the session's writer writes of the room.</param>
/// <param name="Member">The session as the member directory knows it.</param>
/// <param name="Posts">The session's posts to the room.</param>
internal sealed record SessionRoom(RoomOutput Output, IMemberSession Member, SessionPosts Posts);
