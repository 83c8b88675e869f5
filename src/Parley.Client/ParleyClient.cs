using Grpc.Core;
using Grpc.Net.Client;
using Parley.Client.Calls;
using Parley.Client.Connections;
using Parley.Client.Wire;

namespace Parley.Client;

/// <summary>
/// A user's way to a Parley server: any number of rooms over one stream. Reconnects by itself, takes up every room where it was, and sends again
/// what was not answered, so that a broken connection is a pause and nothing else. All members may be used from any thread.
/// </summary>
public sealed class ParleyClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly ParleyClientOptions _options;
    private readonly GrpcChannel? _ownChannel;
    private readonly UnaryCalls _calls;
    private readonly Connection _connection;

    private ParleyClient(CallInvoker invoker, GrpcChannel? ownChannel, ParleyClientOptions options)
    {
        (_options, _ownChannel) = (options, ownChannel);
        _calls = new(invoker, options, _closing.Token);
        _connection = new(new SessionCalls(invoker), options, change => StateChanged?.Invoke(this, change));
    }

    /// <summary>Raised at every change of <see cref="State"/>, in order, one at a time, on the connection's own flow: return soon. What a handler
    /// throws is logged and forgotten.</summary>
    public event EventHandler<StateChange>? StateChanged;

    /// <summary>How the client stands with the server now.</summary>
    public ConnectionState State => _connection.State;

    /// <summary>Whose client it is.</summary>
    public string User => _options.User;

    /// <summary>Connects. If the first attempt fails, so does this, so that a wrong address is found at once; from then on the client reconnects
    /// by itself. To begin while the server may still be away, see <see cref="Start(string, ParleyClientOptions)"/>.</summary>
    /// <param name="address">Such as <c>http://localhost:50051</c>.</param>
    /// <param name="options">At least who the user is.</param>
    /// <param name="cancellationToken">Ends the waiting, and then also the client.</param>
    /// <exception cref="ParleyException">The server was not reached, or refused: <see cref="ParleyException.Code"/> says why.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Task<ParleyClient> ConnectAsync(string address, ParleyClientOptions options, CancellationToken cancellationToken = default) =>
        Start(address, options).FirstAsync(cancellationToken);

    /// <summary>Connects over a channel of the caller's, which is not disposed with the client.</summary>
    /// <inheritdoc cref="ConnectAsync(string, ParleyClientOptions, CancellationToken)"/>
    public static Task<ParleyClient> ConnectAsync(GrpcChannel channel, ParleyClientOptions options, CancellationToken cancellationToken = default) =>
        Start(channel, options).FirstAsync(cancellationToken);

    /// <summary>Begins to connect, and goes on until it succeeds. Everything that needs the server waits.</summary>
    /// <param name="address">Such as <c>http://localhost:50051</c>.</param>
    /// <param name="options">At least who the user is.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ParleyClient Start(string address, ParleyClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var channel = GrpcChannel.ForAddress(address, ChannelOptions(options));
        return new(channel.CreateCallInvoker(), channel, options);
    }

    /// <summary>Begins to connect over a channel of the caller's, which is not disposed with the client.</summary>
    /// <inheritdoc cref="Start(string, ParleyClientOptions)"/>
    public static ParleyClient Start(GrpcChannel channel, ParleyClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new(channel.CreateCallInvoker(), null, options);
    }

    /// <summary>Joins a room, from now on.</summary>
    /// <inheritdoc cref="JoinAsync(string, From, CancellationToken)"/>
    public Task<ParleyRoom> JoinAsync(string room, CancellationToken cancellationToken = default) => JoinAsync(room, From.Now, cancellationToken);

    /// <summary>Joins a room. Waits for a connection if there is none.</summary>
    /// <param name="room">1 to 128 ASCII letters, digits and <c>. _ - : / # @ +</c></param>
    /// <param name="from">Where to begin.</param>
    /// <param name="cancellationToken">Ends the waiting; the room is not joined then.</param>
    /// <exception cref="ParleyException">The server refused, or the client is in the room already, or the connection ended for good.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task<ParleyRoom> JoinAsync(string room, From from, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(from);
        var link = await _connection.JoinAsync(room, from, cancellationToken).ConfigureAwait(false);
        return new(_connection, _calls, _options, link);
    }

    /// <summary>A room's events from the server's log, one by one, in the direction of the range. What is decided meanwhile may be among them.</summary>
    /// <param name="room">The room.</param>
    /// <param name="range">Which events, and in which direction.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>, or its log was
    /// replaced meanwhile.</exception>
    public IAsyncEnumerable<RoomEvent> ReadHistoryAsync(string room, HistoryRange range, CancellationToken cancellationToken = default) =>
        _calls.ReadHistoryAsync(room, range, cancellationToken);

    /// <summary>One page of a room's events.</summary>
    /// <param name="room">The room.</param>
    /// <param name="range">Which events: those nearest to its beginning.</param>
    /// <param name="pageSize">At most so many: 1 to 1,000, default 100. A page may have fewer for its size.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    public Task<HistoryPage> ListEventsAsync(string room, HistoryRange range, int pageSize = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, 1000);
        return _calls.ListEventsAsync(room, range, pageSize, cancellationToken);
    }

    /// <summary>The rooms that have events, by name.</summary>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    public IAsyncEnumerable<RoomInfo> ListRoomsAsync(CancellationToken cancellationToken = default) => _calls.ListRoomsAsync(cancellationToken);

    /// <summary>Who is in a room now, by name, however many there are.</summary>
    /// <param name="room">The room.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    public IAsyncEnumerable<string> ListMembersAsync(string room, CancellationToken cancellationToken = default) => _calls.ListMembersAsync(room, cancellationToken);

    /// <summary>Takes no more posts, waits for the answers to those on their way, at most <see cref="ParleyClientOptions.CloseTimeout"/>, and
    /// ends the session. What has no answer then fails with <see cref="OutcomeUnknownException"/>. Readers get what was received, and the
    /// end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        _ownChannel?.Dispose();
    }

    private static GrpcChannelOptions ChannelOptions(ParleyClientOptions options)
    {
        var channel = new GrpcChannelOptions { LoggerFactory = options.LoggerFactory };
        options.ConfigureChannel?.Invoke(channel);
        if (channel.HttpClient is null)
        {
            channel.DisposeHttpClient |= channel.HttpHandler is null;
            channel.HttpHandler = new BatchingHandler(channel.HttpHandler ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
        }

        return channel;
    }

    private async Task<ParleyClient> FirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.First.WaitAsync(cancellationToken).ConfigureAwait(false);
            return this;
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
