using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>Reads a page of one room's events after a sequence from the log.</summary>
internal delegate Task<IReadOnlyList<RoomEvent>> ReadLog(long after, PageLimit limit);
