using System.Threading.Channels;
using Parley.Protocol.Chat;

namespace Parley.Peers.Grpc;

/// <summary>All connected clients, each with a channel of messages to send.</summary>
internal sealed class Room(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<Channel<ChatMessage>> _clients = [];

    public async Task JoinAsync(Channel<ChatMessage> client)
    {
        await _gate.WaitAsync();
        _clients.Add(client);
        _gate.Release();
    }

    public async Task LeaveAsync(Channel<ChatMessage> client)
    {
        await _gate.WaitAsync();
        _clients.Remove(client);
        client.Writer.TryComplete();
        _gate.Release();
    }

    /// <summary>Holds the gate until the message is queued for every client, so that all see one order.</summary>
    public async Task BroadcastAsync(ChatMessage message)
    {
        await _gate.WaitAsync();
        try
        {
            message.Timestamp = time.GetUtcNow().ToUnixTimeSeconds();
            foreach (var client in _clients)
            {
                while (!client.Writer.TryWrite(message) && await client.Writer.WaitToWriteAsync())
                {
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
