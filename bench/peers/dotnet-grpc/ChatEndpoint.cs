using System.Threading.Channels;
using Grpc.Core;
using Parley.Protocol.Chat;

namespace Parley.Peers.Grpc;

/// <summary>A straightforward C# server: a channel per client, one loop that reads and one that writes.</summary>
internal sealed class ChatEndpoint(Room room) : ChatService.ChatServiceBase
{
    private const int QueueSize = 1024;

    public override async Task JoinChat(
        IAsyncStreamReader<ChatMessage> requestStream, IServerStreamWriter<ChatMessage> responseStream, ServerCallContext context)
    {
        var client = Channel.CreateBounded<ChatMessage>(QueueSize);
        using var gone = context.CancellationToken.Register(() => client.Writer.TryComplete());
        await room.JoinAsync(client);
        var sending = SendAsync(client, responseStream, context);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await room.BroadcastAsync(message);
            }
        }
        finally
        {
            await room.LeaveAsync(client);
        }

        await sending;
    }

    private static async Task SendAsync(Channel<ChatMessage> client, IServerStreamWriter<ChatMessage> stream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]);
        await foreach (var message in client.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(message);
        }
    }
}
