using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>Reads a room's events after a sequence from its log.</summary>
internal delegate Task<IReadOnlyList<RoomEvent>> ReadLog(long after, PageLimit limit);
