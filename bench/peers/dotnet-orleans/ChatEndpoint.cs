using Grpc.Core;
using Parley.Protocol.Chat;

namespace Parley.Peers.Orleans;

/// <summary>Joins gRPC streams to room grains: a stream is an observer, what it sends is a call.</summary>
internal sealed class ChatEndpoint(IGrainFactory grains, TimeProvider time) : ChatService.ChatServiceBase
{
    /// <summary>How long a room keeps an observer that does not subscribe again.</summary>
    public static readonly TimeSpan ObserverLifetime = TimeSpan.FromMinutes(5);

    public override async Task JoinChat(
        IAsyncStreamReader<ChatMessage> requestStream, IServerStreamWriter<ChatMessage> responseStream, ServerCallContext context)
    {
        var room = grains.GetGrain<IRoomGrain>(context.RequestHeaders.GetValue("parley-room") ?? "lobby");
        // Orleans refers to observers weakly: this method holds it until the end.
        var observer = new ChannelObserver(context.GetHttpContext().Abort);
        var reference = grains.CreateObjectReference<IRoomObserver>(observer);
        using var gone = context.CancellationToken.Register(() => observer.Left());
        await room.Subscribe(reference);
        await using var renewal = time.CreateTimer(_ => room.Subscribe(reference).Ignore(), null, ObserverLifetime / 2, ObserverLifetime / 2);
        var sending = SendAsync(observer, responseStream, context);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await room.Say(message.UserId, message.Text);
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
