using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Members;
using Parley.Engine.Routing;
using Parley.Server.Contracts.Rooms;
using Parley.Server.Operations;

namespace Parley.Server.Sessions;

/// <summary>What every session uses.</summary>
internal sealed record SessionServices(
    RoomDirectory Rooms, MemberDirectory Members, RoomEventFormat Format, IOptions<SessionOptions> Settings, Drain Drain, TimeProvider Time, ILogger<Session> Logger)
{
    public SessionOptions Options => Settings.Value;
}
