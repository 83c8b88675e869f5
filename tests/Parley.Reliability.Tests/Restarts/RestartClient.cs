using System.Diagnostics;
using System.Net.Sockets;
using Parley.Client;
using Parley.Testing;

namespace Parley.Reliability.Tests.Restarts;

/// <summary>A client of its own in one room, with a connection of its own: writes down what it reads, and when it came back.</summary>
internal sealed class RestartClient : IAsyncDisposable
{
    /// <summary>The last text of every room.</summary>
    public const string Last = "last";

    private readonly TaskCompletionSource _triedInVain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ParleyClient _client = null!;
    private ParleyRoom _room = null!;
    private long _dialedAt;
    private bool _wasAway;

    /// <summary>What it read, by sequence.</summary>
    public List<(long Sequence, string Text)> Heard { get; } = [];

    /// <summary>Completes with the room's last text.</summary>
    public Task Reading { get; private set; } = null!;

    /// <summary>Completes when the server was away and an attempt to come back has failed.</summary>
    public Task TriedInVain => _triedInVain.Task;

    /// <summary>Completes with the session after that.</summary>
    public Task Back => _back.Task;

    /// <summary>When the attempt that succeeded began, as a stopwatch timestamp.</summary>
    public long DialedAt => Volatile.Read(ref _dialedAt);

    /// <summary>When it was back.</summary>
    public long BackAt { get; private set; }

    public static async Task<RestartClient> JoinAsync(string address, string user, string room)
    {
        var client = new RestartClient();
        client._client = await ParleyClient.ConnectAsync(address, new()
        {
            User = user,
            ConfigureChannel = channel => channel.HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancellationToken) => await client.DialAsync(context, cancellationToken),
            },
        }).Within("a welcome");
        client._client.StateChanged += (_, change) => client.Changed(change.State);
        client._room = await client._client.JoinAsync(room).Within("a room");
        client.Reading = client.ReadAsync();
        return client;
    }

    /// <summary>Says numbers at a fixed pace, whether the server is there or not, then the last text.</summary>
    /// <returns>The sequences of what it said.</returns>
    public async Task<IReadOnlyList<long>> TalkAsync(CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var said = new List<Task<long>>();
        while (!stop.IsCancellationRequested)
        {
            said.Add(_room.SayAsync($"{said.Count + 1}", CancellationToken.None));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        said.Add(_room.SayAsync(Last, CancellationToken.None));
        return await Task.WhenAll(said);
    }

    /// <summary>The room as the server's log has it.</summary>
    public async Task<List<(long Sequence, string Text)>> LogAsync() =>
        await _room.ReadHistoryAsync(HistoryRange.FromBeginning).Cast<MessageEvent>().Select(message => (message.Sequence, message.Text)).ToListAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task ReadAsync()
    {
        await foreach (var item in _room.ReadAllAsync())
        {
            var message = Assert.IsType<MessageEvent>(item);
            Heard.Add((message.Sequence, message.Text));
            if (message.Text == Last)
            {
                return;
            }
        }

        Assert.Fail($"{_client.User} has read the end of {_room.Name}.");
    }

    private async Task<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Volatile.Write(ref _dialedAt, Stopwatch.GetTimestamp());
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            _triedInVain.TrySetResult();
            throw;
        }
    }

    private void Changed(ConnectionState state)
    {
        if (state == ConnectionState.Connected && _wasAway && !_back.Task.IsCompleted)
        {
            BackAt = Stopwatch.GetTimestamp();
            _back.TrySetResult();
        }

        _wasAway |= state == ConnectionState.Reconnecting;
    }
}
