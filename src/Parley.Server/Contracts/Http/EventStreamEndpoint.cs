using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms.Access;
using Parley.Server.Following;
using Parley.Server.Operations;
using Parley.Server.Refusals;
using Parley.Server.Sessions;

namespace Parley.Server.Contracts.Http;

/// <summary>Streams the events of a room to a reader who is not a member of it.</summary>
internal sealed class EventStreamEndpoint(
    RoomDirectory rooms,
    RoomFollowing following,
    StreamEpochs epochs,
    StreamEventFormat format,
    Drain drain,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ILogger<EventStreamEndpoint> logger)
{
    private const string LastEventId = "Last-Event-ID";
    private const string Last = "last";
    private const string After = "after";
    private const string Epoch = "epoch";

    // Browsers wait exactly as long as they are asked to. Those that a restart has cut off must not all return at once.
    private const int MinRetryMilliseconds = 1_000;
    private const int MaxRetryMilliseconds = 3_000;

    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);

    /// <summary>Answers with the room's events, as they happen, until either end is done.</summary>
    public async Task StreamAsync(HttpContext http)
    {
        var join = ReadJoin(http);
        if (rooms.Check(Identity.Anonymous, RoomAction.Join, join.Room) is { } rejection)
        {
            throw new RefusedException(rejection);
        }

        drain.Enter(http);
        var wake = new AsyncSignal();
        using var epoch = await KeepEpochAsync(join.Room);
        var (lease, joined) = await FollowAsync(join, wake);
        using (lease)
        {
            BeginResponse(http);
            var retry = RandomNumberGenerator.GetInt32(MinRetryMilliseconds, MaxRetryMilliseconds);
            ServerSentEvents.WriteJoined(http.Response.BodyWriter, joined, retry);
            await http.Response.BodyWriter.FlushAsync();
            var end = await new EventStream(http, lease.Follower, wake, logger).RunAsync(drain, _heartbeat, time);
            HttpLogMessages.Ended(logger, join.Room, end);
        }
    }

    private static Join ReadJoin(HttpContext http)
    {
        var join = new Join { Room = RoomPath.Read(http) };
        var query = HttpQuery.Read(http, Last, After, Epoch);
        if (http.Request.Headers[LastEventId].ToString() is { Length: > 0 } id)
        {
            join.After = StreamPosition.TryParse(id, out var position)
                ? position
                : throw Refuse($"The header {LastEventId} is not the id of an event. Send an id as it came, or leave the header out.");
            return join;
        }

        query.RequireOne(Last, After);
        if (query.Has(After) != query.Has(Epoch))
        {
            throw Refuse(
                $"The parameters {After} and {Epoch} are given together: a sequence counts in an epoch. " +
                $"To begin with the room's oldest event, give {Last}={long.MaxValue}.");
        }

        if (query.Number(After, long.MaxValue) is { } after)
        {
            join.After = new Position { Epoch = query.Text(Epoch), Sequence = after };
        }

        if (query.Number(Last, long.MaxValue) is { } last)
        {
            join.Last = last;
        }

        return join;
    }

    private static void BeginResponse(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";

        // Asks proxies to pass on every event at once.
        http.Response.Headers["X-Accel-Buffering"] = "no";

        // A reader may pause. Over HTTP/1.1, the host may have a limit for that.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } limit && HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            limit.MinDataRate = null;
        }

        // What the client sent would otherwise be held for as long as the stream is open.
        http.Request.Headers.Clear();
        var request = http.Features.GetRequiredFeature<IHttpRequestFeature>();
        (request.QueryString, request.RawTarget) = ("", request.Path);
    }

    private async Task<IDisposable> KeepEpochAsync(string room)
    {
        try
        {
            return epochs.Keep(room, rooms.EpochOf(await rooms.ReadRoomAsync(room)));
        }
        catch (RoomLogException exception)
        {
            throw new RefusedException(ReaderRefusal.Of(exception, logger));
        }
    }

    private async Task<FollowedRoom> FollowAsync(Join join, AsyncSignal wake)
    {
        try
        {
            return await following.FollowAsync(join, format, wake);
        }
        catch (RoomLogException exception)
        {
            throw new RefusedException(ReaderRefusal.Of(exception, logger));
        }
    }

    private static RefusedException Refuse(string reason) => new(ParleyCode.Invalid, reason);
}
