using System.Net.Http.Json;
using System.Net.Sockets;

namespace Parley.Server.Operations.Operator;

/// <summary>Gives commands to the server that is using a data directory.</summary>
public sealed class OperatorClient : IDisposable
{
    private readonly string _directory;
    private readonly HttpClient _http;

    /// <summary>A client for the server of a data directory. It connects with the first command.</summary>
    /// <param name="directory">The directory that the server was given with <c>--data</c>.</param>
    /// <exception cref="OperatorException">The path of the directory is too long.</exception>
    public OperatorClient(string directory)
    {
        _directory = directory;
        var endPoint = OperatorSocket.Find(directory)
            ?? throw new OperatorException(
                $"The full path of '{directory}' is too long for a socket. Move the data directory to a shorter path.");
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost/operator/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Erases contents; see <see cref="Engine.Erasing.RoomErasing"/>.</summary>
    /// <exception cref="OperatorException">No server answers.</exception>
    public Task<OperatorAnswer> EraseAsync(
        string room, IReadOnlyList<long> sequences, string user, CancellationToken cancellationToken = default) =>
        SendAsync("erase", new OperatorRequest { Room = room, Sequences = sequences, User = user }, cancellationToken);

    /// <summary>Removes a room's oldest events.</summary>
    /// <param name="room">The room.</param>
    /// <param name="keep">What is kept, such as <c>90d,5000events</c>.</param>
    /// <param name="cancellationToken">Ends the work early: a part may be removed.</param>
    /// <exception cref="OperatorException">No server answers.</exception>
    public Task<OperatorAnswer> TrimAsync(string room, string keep, CancellationToken cancellationToken = default) =>
        SendAsync("trim", new OperatorRequest { Room = room, Keep = keep }, cancellationToken);

    /// <summary>Gives the space of removed events back to the disk.</summary>
    /// <exception cref="OperatorException">No server answers.</exception>
    public Task<OperatorAnswer> CompactAsync(CancellationToken cancellationToken = default) =>
        SendAsync("compact", new OperatorRequest(), cancellationToken);

    /// <summary>Lists those who follow rooms.</summary>
    /// <exception cref="OperatorException">No server answers.</exception>
    public Task<OperatorAnswer> ListFollowersAsync(CancellationToken cancellationToken = default) =>
        SendAsync("followers", new OperatorRequest(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<OperatorAnswer> SendAsync(string command, OperatorRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(command, request, OperatorJson.Default.OperatorRequest, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(OperatorJson.Default.OperatorAnswer, cancellationToken)
                ?? throw new OperatorException("The server gave an empty answer. Run the command again.");
        }
        catch (HttpRequestException exception)
        {
            throw new OperatorException(Explain(exception), exception);
        }
    }

    private string Explain(HttpRequestException exception) => exception.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"This user may not give commands to the server of '{_directory}'. Run the command as the server's user.",
        SocketException =>
            $"No server takes commands in '{_directory}'. Name the data directory of a running server with --data, or start a server.",
        _ => $"No usable answer from the server that uses '{_directory}': {exception.Message} " +
            "See the server's log, then run the command again.",
    };
}
