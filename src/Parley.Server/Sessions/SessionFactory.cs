using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Members;
using Parley.Engine.Routing;
using Parley.Rooms.Access;
using Parley.Rooms.Kinds;
using Parley.Server.Following;
using Parley.Server.Frames;
using Parley.Server.Operations;
using Parley.Server.Sessions.Rooms;
using Parley.Server.Sessions.Writing;
using Parley.Server.Transports;

namespace Parley.Server.Sessions;

/// <summary>Creates sessions over any transport.</summary>
internal sealed class SessionFactory(
    RoomDirectory rooms,
    MemberDirectory members,
    RoomKinds kinds,
    RoomFollowing following,
    IRoomAccess access,
    RoomEventFormat format,
    IOptions<SessionOptions> options,
    Drain drain,
    TimeProvider time,
    ILogger<Session> logger)
{
    private readonly PageBudget _pages = new(options.Value.MaxPages);

    /// <summary>Creates a session over a transport. The caller runs and disposes it.</summary>
    public Session Create(ISessionTransport transport) => new(transport, CreateRooms, options.Value, drain, time, logger);

    private SessionRooms CreateRooms(Outbox outbox, SessionReplies replies) =>
        new(
            new RoomJoiner(rooms, members, kinds, following, format, outbox, new PageTurns(_pages), replies, logger),
            members,
            access,
            replies,
            options.Value.MaxRooms,
            time);
}
