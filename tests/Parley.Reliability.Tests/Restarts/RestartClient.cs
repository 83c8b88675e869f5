using System.Diagnostics;
using System.Net.Sockets;
using Parley.Client;
using Parley.Testing;

namespace Parley.Reliability.Tests.Restarts;

/// <summary>A client in one room, with a connection of its own. Records what it reads and when it reconnected.</summary>
internal sealed class RestartClient : IAsyncDisposable
{
    /// <summary>The last text of every room.</summary>
    public const string LastText = "last";

    private readonly TaskCompletionSource _attemptFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ParleyClient _client = null!;
    private ParleyRoom _room = null!;
    private long _attemptedAt;
    private bool _wasReconnecting;

    /// <summary>The messages it has read.</summary>
    public List<(long Sequence, string Text)> Received { get; } = [];

    /// <summary>Completes when the room's last text has been read.</summary>
    public Task Reading { get; private set; } = null!;

    /// <summary>Completes when the first attempt to reconnect has failed.</summary>
    public Task AttemptFailed => _attemptFailed.Task;

    /// <summary>Completes when the client is connected again.</summary>
    public Task Reconnected => _reconnected.Task;

    /// <summary>When the latest attempt began, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long AttemptedAt => Volatile.Read(ref _attemptedAt);

    /// <summary>When the client was connected again, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long ReconnectedAt { get; private set; }

    public static async Task<RestartClient> JoinAsync(string address, string user, string room)
    {
        var client = new RestartClient();
        client._client = await ParleyClient.ConnectAsync(address, new()
        {
            User = user,
            ConfigureChannel = channel => channel.HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancellationToken) => await client.ConnectSocketAsync(context, cancellationToken),
            },
        }).Within("a welcome");
        client._client.StateChanged += (_, change) => client.OnStateChanged(change.State);
        client._room = await client._client.JoinAsync(room).Within("a room");
        client.Reading = client.ReadAsync();
        return client;
    }

    /// <summary>
    /// Posts numbers at a fixed pace until it is stopped, no matter whether the server is running, and then the last text.
    /// </summary>
    /// <returns>The sequences of the posts.</returns>
    public async Task<IReadOnlyList<long>> PostAsync(CancellationToken stopped)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var posts = new List<Task<long>>();
        while (!stopped.IsCancellationRequested)
        {
            posts.Add(_room.SayAsync($"{posts.Count + 1}", CancellationToken.None));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        posts.Add(_room.SayAsync(LastText, CancellationToken.None));
        return await Task.WhenAll(posts);
    }

    /// <summary>Reads the room's log.</summary>
    public async Task<List<(long Sequence, string Text)>> ReadLogAsync() => await _room.ReadHistoryAsync(HistoryRange.FromBeginning)
        .Cast<MessageEvent>()
        .Select(message => (message.Sequence, message.Text))
        .ToListAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task ReadAsync()
    {
        await foreach (var item in _room.ReadAllAsync())
        {
            var message = Assert.IsType<MessageEvent>(item);
            Received.Add((message.Sequence, message.Text));
            if (message.Text == LastText)
            {
                return;
            }
        }

        Assert.Fail($"{_client.User} has read all of {_room.Name} without its last text.");
    }

    private async Task<Stream> ConnectSocketAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Volatile.Write(ref _attemptedAt, Stopwatch.GetTimestamp());
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            _attemptFailed.TrySetResult();
            throw;
        }
    }

    private void OnStateChanged(ConnectionState state)
    {
        if (state == ConnectionState.Connected && _wasReconnecting && !_reconnected.Task.IsCompleted)
        {
            ReconnectedAt = Stopwatch.GetTimestamp();
            _reconnected.TrySetResult();
        }

        _wasReconnecting |= state == ConnectionState.Reconnecting;
    }
}
