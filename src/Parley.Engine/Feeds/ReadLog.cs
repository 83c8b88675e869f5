using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>Reads from the log a page of one room's events after a sequence.</summary>
internal delegate Task<IReadOnlyList<RoomEvent>> ReadLog(long after, PageLimit limit);
