using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Rooms;

/// <summary>Connects the commands that need the Room contract.</summary>
internal static class RoomClient
{
    /// <summary>The user of a session that joins no room. No other user sees the name.</summary>
    private const string AnonymousUser = "nobody";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Reads the options, connects and runs the work. Failures become one line on standard error.</summary>
    /// <param name="read">Reads the options.</param>
    /// <param name="work">The work; its token is cancelled when the user asks the command to end.</param>
    /// <param name="unfinished">See <see cref="CommandBody"/>.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(
        Func<ConnectionOptions> read, Func<ParleyClient, ConnectionOptions, CancellationToken, Task> work, string? unfinished = null) =>
        CommandBody.RunAsync(
            async cancellationToken =>
            {
                var options = read();
                if (TimeProvider.System.GetUtcNow() < DateTimeOffset.UnixEpoch)
                {
                    throw CommandException.Failure("this machine's clock is set to a time before 1970. Correct it, then try again.");
                }

                await using var client = await ConnectAsync(options, cancellationToken);
                try
                {
                    await work(client, options, cancellationToken);
                }
                catch (ParleyException exception)
                {
                    throw RoomFailure.Ended(options.Server, exception);
                }
            },
            unfinished);

    /// <summary>Connects to the server. From then on the client reconnects by itself.</summary>
    /// <exception cref="CommandException">The server is unreachable, refused the session, or does not serve the Room contract.</exception>
    public static async Task<ParleyClient> ConnectAsync(ConnectionOptions options, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.ConnectTimeout);
        try
        {
            return await ParleyClient.ConnectAsync(options.Server.AbsoluteUri, CreateClientOptions(options), timeout.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw RoomFailure.Unreachable(options.Server, exception);
        }
        catch (ParleyException exception)
        {
            throw RoomFailure.Unreachable(options.Server, exception);
        }
    }

    private static ParleyClientOptions CreateClientOptions(ConnectionOptions options) => new()
    {
        User = options.User.Length > 0 ? options.User : AnonymousUser,
        RetryFor = options.ReconnectTimeout,
        CloseTimeout = CloseTimeout,
        ConfigureChannel = channel =>
        {
            channel.MaxReceiveMessageSize = null;
            channel.DisposeHttpClient = true;
            channel.HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = options.ConnectTimeout,
                KeepAlivePingDelay = PingDelay,
                KeepAlivePingTimeout = PingTimeout,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                UseProxy = false,
                SslOptions = ServerCertificate.Options(),
            };
        },
    };
}
