using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.Chat;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Rooms.Kinds;
using Parley.Server.Operations;
using Parley.Server.Refusals;
using Parley.Server.Transports.Grpc;

namespace Parley.Server.Contracts.Chat;

/// <summary>The chat contract: each stream is in one room, receives every message there, and may send at any time.</summary>
internal sealed class ChatEndpoint(
    RoomDirectory rooms, RoomKinds kinds, ChatMessageFormat format, Drain drain, ILogger<ChatEndpoint> logger)
    : ChatService.ChatServiceBase
{
    /// <summary>Joins the room when the stream opens. The response headers confirm that the client has joined.</summary>
    public override async Task JoinChat(
        IAsyncStreamReader<ChatMessage> requestStream, IServerStreamWriter<ChatMessage> responseStream, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var room = http.Request.Headers[ChatMetadata.Room].LastOrDefault() ?? RoomName.Default;
        if (RoomName.Validate(room) is { } error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error));
        }

        if (rooms.Check(Identity.Anonymous, RoomAction.Join, room) is { } rejection)
        {
            throw rejection.ToException();
        }

        drain.Enter(http);
        var wake = new AsyncSignal();
        using var lease = await FollowAsync(room, ReadHistory(http.Request.Headers[ChatMetadata.History].LastOrDefault()), wake);
        if (lease.Room.Created is { } created && ClosedKind.Find(created, kinds) is ClosedKind closed)
        {
            throw new Rejection(ParleyCode.KindUnknown, closed.Reason).ToException();
        }

        // The headers are not sent earlier: a client that has seen them misses nothing.
        await context.WriteResponseHeadersAsync([]);

        var duplex = new GrpcDuplex(http, ChatMessage.Descriptor.FullName);
        var stream = new ChatStream(duplex, lease.Follower, lease.HeadAtJoin, wake, new ChatPosts(rooms, room, logger), logger);
        context.Status = await stream.RunAsync(drain);
        ChatLogMessages.Ended(logger, room, context.Status.StatusCode);
    }

    private static FollowFrom ReadHistory(string? value) => value switch
    {
        null => FollowFrom.Now,
        _ when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var events) => FollowFrom.Last(events),
        { Length: > 0 } when value.All(char.IsAsciiDigit) => FollowFrom.Last(long.MaxValue),
        _ => throw new RpcException(new Status(
            StatusCode.InvalidArgument, $"{ChatMetadata.History} must be a whole number: how many of the last messages to send first.")),
    };

    private async Task<FollowerLease> FollowAsync(string room, FollowFrom from, AsyncSignal wake)
    {
        try
        {
            return await rooms.FollowAsync(room, format, from, wake);
        }
        catch (RoomLogException exception)
        {
            var rejection = ReaderRefusal.Of(exception, logger);
            throw new RpcException(new Status(rejection.Code.ToStatusCode(), rejection.Reason));
        }
    }
}
