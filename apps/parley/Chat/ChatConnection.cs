using Grpc.Core;
using Grpc.Net.Client;
using Parley.Command.Clients;
using Parley.Protocol;
using Parley.Protocol.Chat;

namespace Parley.Command.Chat;

/// <summary>One stream in one room: sends and receives at once. One caller may send while one other receives.</summary>
internal sealed class ChatConnection : IAsyncDisposable
{
    // Servers in other languages end a stream that is pinged more often than every five minutes while nothing is said.
    private static readonly TimeSpan PingAfter = TimeSpan.FromMinutes(5.1);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<ChatMessage, ChatMessage> _call;
    private readonly ConnectionOptions _options;
    private volatile bool _cut;
    private volatile bool _left;

    private ChatConnection(GrpcChannel channel, AsyncDuplexStreamingCall<ChatMessage, ChatMessage> call, ConnectionOptions options) =>
        (_channel, _call, _options) = (channel, call, options);

    /// <summary>Reaches the server and opens the stream.</summary>
    /// <exception cref="CommandException">The server cannot be reached.</exception>
    public static async Task<ChatConnection> OpenAsync(ConnectionOptions options, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var channel = GrpcChannel.ForAddress(options.Server, new GrpcChannelOptions
        {
            HttpHandler = CreateHandler(options, reached),
            DisposeHttpClient = true,
        });
        var call = new ChatService.ChatServiceClient(channel).JoinChat(
            new Metadata { { ChatMetadata.Room, options.Room } }, cancellationToken: CancellationToken.None);
        var connection = new ChatConnection(channel, call, options);
        try
        {
            // Headers tell of a failure only: a server may hold them back until somebody speaks.
            await await Task.WhenAny(reached.Task, call.ResponseHeadersAsync).WaitAsync(options.ConnectTimeout, cancellationToken);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            if (exception is RpcException or TimeoutException)
            {
                throw ChatFailure.Unreachable(options.Server, exception);
            }

            throw;
        }
    }

    /// <summary>Sends one message. It was accepted when it comes back.</summary>
    /// <returns>False if the stream is over; <see cref="ReadAllAsync"/> says why.</returns>
    public async Task<bool> SendAsync(string text)
    {
        try
        {
            await _call.RequestStream.WriteAsync(new ChatMessage { UserId = _options.User, Text = text });
            return true;
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or OperationCanceledException)
        {
            _cut = true;
            return false;
        }
    }

    /// <summary>Everybody's messages until the stream ends. Ends without an exception only after <see cref="LeaveAsync"/>.</summary>
    /// <exception cref="CommandException">The server ended the stream, or is gone.</exception>
    public async IAsyncEnumerable<ChatMessage> ReadAllAsync()
    {
        while (await MoveNextAsync())
        {
            yield return _call.ResponseStream.Current;
        }

        if (!_left)
        {
            throw new CommandException("the server ended the chat. Join again.", CommandRunner.Failure);
        }
    }

    /// <summary>Says that nothing more will be sent. The server delivers what was sent before and ends the stream.</summary>
    public async Task LeaveAsync()
    {
        _left = !_cut;
        try
        {
            await _call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The stream is over already, and its reader knows why.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> MoveNextAsync()
    {
        try
        {
            return await _call.ResponseStream.MoveNext(CancellationToken.None);
        }
        catch (RpcException exception)
        {
            throw _call.ResponseHeadersAsync.IsCompletedSuccessfully
                ? ChatFailure.Ended(_options.Server, exception)
                : ChatFailure.Unreachable(_options.Server, exception);
        }
    }

    private static SocketsHttpHandler CreateHandler(ConnectionOptions options, TaskCompletionSource reached) => new()
    {
        ConnectTimeout = options.ConnectTimeout,
        KeepAlivePingDelay = PingAfter,
        KeepAlivePingTimeout = PingTimeout,
        UseProxy = false,
        ConnectCallback = (context, token) => ServerStream.ConnectAsync(context, () => reached.TrySetResult(), token),
    };
}
