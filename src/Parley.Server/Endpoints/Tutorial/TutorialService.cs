using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
using Parley.Engine.Rooms;
using Parley.Protocol;
using Parley.Protocol.Chat;
using Parley.Server.Operations;

namespace Parley.Server.Endpoints.Tutorial;

/// <summary>The tutorial contract: every stream is in one room, sees every message, and may send at the same time.</summary>
internal sealed class TutorialService(RoomDirectory rooms, ChatMessageFormat format, Drain drain, ILogger<TutorialService> logger)
    : ChatService.ChatServiceBase
{
    /// <summary>Joins when the stream opens; the response headers tell the client that it has joined.</summary>
    public override async Task JoinChat(
        IAsyncStreamReader<ChatMessage> requestStream, IServerStreamWriter<ChatMessage> responseStream, ServerCallContext context)
    {
        var room = context.RequestHeaders.GetValue(ChatMetadata.Room) ?? RoomName.Default;
        if (RoomName.Complaint(room) is { } complaint)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, complaint));
        }

        using var lease = await rooms.FollowAsync(room, format);
        await context.WriteResponseHeadersAsync([]);

        // What follows are framed bytes from the feed, written past responseStream: this is the stream's one writer.
        var output = context.GetHttpContext().Response.BodyWriter;
        var stream = new TutorialStream(requestStream, output, lease.Follower, new PostQueue(rooms, room), logger);
        context.Status = await stream.RunAsync(drain, context.CancellationToken);
        TutorialLog.Ended(logger, room, context.Status.StatusCode);
    }
}
