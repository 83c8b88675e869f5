using Grpc.Core;
using Grpc.Net.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Protocol;
using Parley.Protocol.Chat;

namespace Parley.Command.Chat.Connections;

/// <summary>One stream of the Chat contract. One caller may send while another receives.</summary>
internal sealed class ChatConnection : IAsyncDisposable
{
    // gRPC servers in other languages end an idle connection that is pinged more often than every five minutes.
    private static readonly TimeSpan PingDelay = TimeSpan.FromMinutes(5.1);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<ChatMessage, ChatMessage> _call;
    private readonly ConnectionOptions _options;
    private volatile bool _isBroken;
    private volatile bool _isEndExpected;

    private ChatConnection(GrpcChannel channel, AsyncDuplexStreamingCall<ChatMessage, ChatMessage> call, ConnectionOptions options) =>
        (_channel, _call, _options) = (channel, call, options);

    /// <summary>Connects to the server and opens the stream.</summary>
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
            // The headers can show only a failure, not success: a server may hold them back until there is a message to deliver.
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

    /// <summary>Runs a chat: ends the stream once everything has been sent, and waits until everything has been received.</summary>
    /// <param name="receiving">Reads <see cref="ReadAllAsync"/> to its end.</param>
    /// <param name="sending">Completes when there is nothing more to send.</param>
    /// <param name="waitForServer">
    /// Called when the stream has been ended on this side. Completes when the server has had enough time to end it as well.
    /// </param>
    /// <exception cref="CommandException">The server ended the stream first, or is gone.</exception>
    public async Task RunAsync(Task receiving, Task sending, Func<Task> waitForServer)
    {
        if (await Task.WhenAny(receiving, sending) == sending)
        {
            await sending;
            await LeaveAsync();
            await Task.WhenAny(receiving, waitForServer());
        }

        if (receiving.IsCompleted)
        {
            await receiving;
        }
    }

    /// <summary>Sends one message. When it comes back, the server has accepted it.</summary>
    /// <returns>False if the stream has ended; <see cref="ReadAllAsync"/> throws the reason.</returns>
    public async Task<bool> SendAsync(string text)
    {
        try
        {
            await _call.RequestStream.WriteAsync(new ChatMessage { UserId = _options.User, Text = text });
            return true;
        }
        catch (Exception exception) when (IsStreamEnd(exception))
        {
            _isBroken = true;
            return false;
        }
    }

    /// <summary>Everybody's messages until the stream ends. The enumeration ends without an exception only if this side ended the stream
    /// first.</summary>
    /// <exception cref="CommandException">The server ended the stream, or is gone.</exception>
    public async IAsyncEnumerable<ChatMessage> ReadAllAsync()
    {
        while (await MoveNextAsync())
        {
            yield return _call.ResponseStream.Current;
        }

        if (!_isEndExpected)
        {
            throw CommandException.Failure("the server ended the chat. Join again.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the stream on this side. Before the server ends it as well, it delivers everything it has accepted.</summary>
    private async Task LeaveAsync()
    {
        _isEndExpected = !_isBroken;
        try
        {
            await _call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (IsStreamEnd(exception))
        {
            // The stream has ended already, and its reader throws the reason.
        }
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

    private static bool IsStreamEnd(Exception exception) =>
        exception is RpcException or InvalidOperationException or OperationCanceledException;

    private static SocketsHttpHandler CreateHandler(ConnectionOptions options, TaskCompletionSource reached) => new()
    {
        ConnectTimeout = options.ConnectTimeout,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTimeout,
        UseProxy = false,
        SslOptions = ServerCertificate.Options(),
        ConnectCallback = (context, cancellationToken) =>
            ServerStream.ConnectAsync(context, () => reached.TrySetResult(), cancellationToken),
    };
}
