using Grpc.Core;
using Parley.Protocol.Chat;

namespace Parley.Peers.Orleans;

/// <summary>Connects gRPC streams to room grains: a stream is an observer, and each of its messages is a call.</summary>
internal sealed class ChatEndpoint(IGrainFactory grains, TimeProvider time) : ChatService.ChatServiceBase
{
    /// <summary>The time after which a room drops an observer that has not renewed its subscription.</summary>
    public static readonly TimeSpan ObserverLifetime = TimeSpan.FromMinutes(5);

    public override async Task JoinChat(
        IAsyncStreamReader<ChatMessage> requestStream, IServerStreamWriter<ChatMessage> responseStream, ServerCallContext context)
    {
        var room = grains.GetGrain<IRoomGrain>(context.RequestHeaders.GetValue("parley-room") ?? "lobby");
        // Orleans holds observers with weak references, so this method keeps this one alive until it returns.
        var observer = new ChannelObserver(context.GetHttpContext().Abort);
        var reference = grains.CreateObjectReference<IRoomObserver>(observer);
        using var gone = context.CancellationToken.Register(() => observer.OnLeft());
        await room.Subscribe(reference);
        await using var renewal = time.CreateTimer(
            _ => room.Subscribe(reference).Ignore(), null, ObserverLifetime / 2, ObserverLifetime / 2);
        var sending = SendAsync(observer, responseStream, context);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await room.Post(message.UserId, message.Text);
            }
        }
        finally
        {
            await room.Unsubscribe(reference);
        }

        await sending;
        grains.DeleteObjectReference<IRoomObserver>(reference);
    }

    private static async Task SendAsync(ChannelObserver observer, IServerStreamWriter<ChatMessage> stream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]);
        await foreach (var message in observer.Messages.ReadAllAsync())
        {
            await stream.WriteAsync(message);
        }
    }
}
