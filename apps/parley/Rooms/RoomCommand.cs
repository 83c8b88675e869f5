using Parley.Client;
using Parley.Command.Clients;

namespace Parley.Command.Rooms;

/// <summary>What the commands that need more than the exercise's contract do around their work: reach the server, and say in one line why not.</summary>
internal static class RoomCommand
{
    /// <summary>The name of a session that joins no room. Nobody sees it.</summary>
    private const string Nobody = "nobody";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Connects as the options say and runs the work.</summary>
    /// <param name="read">Reads the options.</param>
    /// <param name="work">What to do until somebody asks to leave.</param>
    /// <param name="unfinished">See <see cref="ClientCommand.RunAsync"/>.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(
        Func<ConnectionOptions> read, Func<ParleyClient, ConnectionOptions, CancellationToken, Task> work, string? unfinished = null) =>
        ClientCommand.RunAsync(
            async leave =>
            {
                var options = read();
                await using var client = await ConnectAsync(options, leave);
                try
                {
                    await work(client, options, leave);
                }
                catch (ParleyException exception)
                {
                    throw RoomFailure.Ended(options.Server, exception);
                }
            },
            unfinished);

    /// <summary>Reaches the server. From then on the client comes back by itself.</summary>
    /// <exception cref="CommandException">The server is not there, refused, or is not one of Parley's.</exception>
    public static async Task<ParleyClient> ConnectAsync(ConnectionOptions options, CancellationToken leave)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(leave);
        patience.CancelAfter(options.ConnectTimeout);
        try
        {
            return await ParleyClient.ConnectAsync(options.Server.AbsoluteUri, Describe(options), patience.Token);
        }
        catch (OperationCanceledException exception) when (!leave.IsCancellationRequested)
        {
            throw RoomFailure.Unreachable(options.Server, exception);
        }
        catch (ParleyException exception)
        {
            throw RoomFailure.Unreachable(options.Server, exception);
        }
    }

    private static ParleyClientOptions Describe(ConnectionOptions options) => new()
    {
        User = options.User.Length > 0 ? options.User : Nobody,
        RetryFor = options.AwayLimit,
        CloseTimeout = CloseTimeout,
        ConfigureChannel = channel =>
        {
            channel.MaxReceiveMessageSize = null;
            channel.DisposeHttpClient = true;
            channel.HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = options.ConnectTimeout,
                KeepAlivePingDelay = PingAfter,
                KeepAlivePingTimeout = PingTimeout,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                UseProxy = false,
            };
        },
    };
}
