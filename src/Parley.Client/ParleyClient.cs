using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Parley.Client.Calls;
using Parley.Client.Connections;
using Parley.Client.Errors;
using Parley.Client.Frames;
using Parley.Client.Wire;

namespace Parley.Client;

/// <summary>
/// A user's connection to a Parley server: any number of rooms over one stream. The client reconnects by itself, resumes every room where
/// it was and resends every post that was not answered, so that a broken connection is no more than a pause. All members are thread-safe.
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
        var lifetime = new ClientLifetime(this);
        _calls = new(invoker, options, lifetime, _closing.Token);
        var log = options.LoggerFactory.CreateLogger<ParleyClient>();
        _connection = new(new SessionCalls(invoker), options, lifetime, log, change => StateChanged?.Invoke(this, change));
    }

    /// <summary>Raised at every change of <see cref="State"/>, in order and one at a time. The connection waits for the handlers, so return
    /// soon. An exception that a handler throws is logged and otherwise ignored.</summary>
    public event EventHandler<StateChange>? StateChanged;

    /// <summary>The current state of the connection.</summary>
    public ConnectionState State => _connection.State;

    /// <summary>The user.</summary>
    public string User => _options.User;

    /// <summary>Connects to a server. If the first attempt fails, so does this method, so that a wrong address is noticed at once; from
    /// then on the client reconnects by itself. If the server may not be running yet, use
    /// <see cref="Start(string, ParleyClientOptions)"/>.</summary>
    /// <param name="address">The address, such as <c>http://localhost:50051</c>.</param>
    /// <param name="options">The options; at least the user.</param>
    /// <param name="cancellationToken">Ends the wait; the client is disposed then.</param>
    /// <exception cref="ParleyException">The server could not be reached, or refused; see <see cref="ParleyException.Code"/>.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Task<ParleyClient> ConnectAsync(
        string address, ParleyClientOptions options, CancellationToken cancellationToken = default) =>
        Start(address, options).FirstAsync(cancellationToken);

    /// <summary>Connects over a channel that the caller provides and that is not disposed with the client.</summary>
    /// <inheritdoc cref="ConnectAsync(string, ParleyClientOptions, CancellationToken)"/>
    public static Task<ParleyClient> ConnectAsync(
        GrpcChannel channel, ParleyClientOptions options, CancellationToken cancellationToken = default) =>
        Start(channel, options).FirstAsync(cancellationToken);

    /// <summary>Starts to connect and keeps trying until it succeeds. A call that needs the server waits.</summary>
    /// <param name="address">The address, such as <c>http://localhost:50051</c>.</param>
    /// <param name="options">The options; at least the user.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ParleyClient Start(string address, ParleyClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var channel = GrpcChannel.ForAddress(address, ChannelOptions(options));
        return new(channel.CreateCallInvoker(), channel, options);
    }

    /// <summary>Starts to connect over a channel that the caller provides and that is not disposed with the client.</summary>
    /// <inheritdoc cref="Start(string, ParleyClientOptions)"/>
    public static ParleyClient Start(GrpcChannel channel, ParleyClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new(channel.CreateCallInvoker(), null, options);
    }

    /// <summary>Joins a room and reads it from the next event on.</summary>
    /// <inheritdoc cref="JoinAsync(string, From, CancellationToken)"/>
    public Task<ParleyRoom> JoinAsync(string room, CancellationToken cancellationToken = default) =>
        JoinAsync(room, From.Now, cancellationToken);

    /// <summary>Joins a room. Waits for a connection if there is none.</summary>
    /// <param name="room">The room's name: 1 to 128 ASCII letters, digits and <c>. _ - : / # @ +</c></param>
    /// <param name="from">Where to start reading.</param>
    /// <param name="cancellationToken">Ends the wait; the room is not joined then.</param>
    /// <exception cref="ParleyException">The server refused, the client is in the room already, or the connection has ended for
    /// good.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task<ParleyRoom> JoinAsync(string room, From from, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(from);
        var link = await _connection.JoinAsync(room, from, cancellationToken).ConfigureAwait(false);
        return new(_connection, _calls, _options, link);
    }

    /// <summary>Reads a room's events from the server's log, one by one, in the direction of the range. A forward reading may include
    /// events that are added in the meantime.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="range">Which events, and in which direction.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, could not be reached for <see cref="ParleyClientOptions.RetryFor"/>, or
    /// replaced the log while it was being read.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public IAsyncEnumerable<RoomEvent> ReadHistoryAsync(string room, HistoryRange range, CancellationToken cancellationToken = default) =>
        _calls.ReadHistoryAsync(room, range, cancellationToken);

    /// <summary>Reads one page of a room's events.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="range">Which events: the page has those closest to where the range starts.</param>
    /// <param name="pageSize">Maximum number of events: 1 to 1,000, default 100. The server may return fewer to limit the page's
    /// size.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for
    /// <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task<HistoryPage> ListEventsAsync(
        string room, HistoryRange range, int pageSize = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, 1000);
        return _calls.ListEventsAsync(room, range, pageSize, cancellationToken);
    }

    /// <summary>Lists the rooms that have events, ordered by name.</summary>
    /// <exception cref="ParleyException">The server refused, or could not be reached for
    /// <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public IAsyncEnumerable<RoomInfo> ListRoomsAsync(CancellationToken cancellationToken = default) =>
        _calls.ListRoomsAsync(cancellationToken);

    /// <summary>Lists all current members of a room, ordered by name, even if the room is large.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for
    /// <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public IAsyncEnumerable<string> ListMembersAsync(string room, CancellationToken cancellationToken = default) =>
        _calls.ListMembersAsync(room, cancellationToken);

    /// <summary>Accepts no more posts, waits up to <see cref="ParleyClientOptions.CloseTimeout"/> for the answers to earlier ones, and ends
    /// the session. Posts that were sent and not answered by then fail with <see cref="OutcomeUnknownException"/>. Readers get what was
    /// received, then the end.</summary>
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
            // The channel owns the batching handler, and through it a handler created here, but not one that the application provides.
            channel.DisposeHttpClient |= channel.HttpHandler is null;
            channel.HttpHandler = new BatchingHandler(
                channel.HttpHandler ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
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
