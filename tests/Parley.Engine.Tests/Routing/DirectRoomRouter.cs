using System.Collections.Concurrent;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Rooms;

namespace Parley.Engine.Tests.Routing;

/// <summary>The simplest router: every room's owner lives in this process and is kept forever.</summary>
internal sealed class DirectRoomRouter(RoomOwners owners) : IRoomRouter
{
    private readonly ConcurrentDictionary<string, DirectRoom> _rooms = new();

    public Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts) =>
        _rooms.GetOrAdd(room, name => new DirectRoom(name, owners)).PostAsync(posts);
}
