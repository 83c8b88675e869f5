using System.Threading.Channels;
using Parley.Protocol.Chat;

namespace Parley.Peers.Grpc;

/// <summary>Everybody connected, each with a channel of what waits to be sent.</summary>
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

    /// <summary>Holds the gate until every client has the message queued: one order for all.</summary>
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
