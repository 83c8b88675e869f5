using Grpc.Net.Client;
using Parley.Protocol.Chat;
using Parley.Protocol.V1;

namespace Parley.Testing;

/// <summary>A real <c>parley serve</c> on free loopback ports.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly List<GrpcChannel> _channels = [];
    private readonly DirectoryInfo? _ownData;

    private ServerProcess(TestProcess process, DirectoryInfo? ownData, string grpc, string web) =>
        (Process, _ownData, GrpcAddress, WebAddress) = (process, ownData, grpc, web);

    /// <summary>The process itself.</summary>
    public TestProcess Process { get; }

    /// <summary>Such as <c>http://localhost:41234</c>.</summary>
    public string GrpcAddress { get; }

    /// <summary>Such as <c>http://localhost:41235</c>.</summary>
    public string WebAddress { get; }

    /// <summary>Starts the server and waits until it listens.</summary>
    /// <param name="arguments">Further arguments of <c>parley serve</c>.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="data">The data directory. By default a new one, which is deleted with this object.</param>
    /// <param name="grpcPort">The gRPC port; 0 for a free one.</param>
    /// <param name="webPort">The web port; 0 for a free one.</param>
    public static async Task<ServerProcess> StartAsync(
        IEnumerable<string>? arguments = null,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? data = null,
        int grpcPort = 0,
        int webPort = 0)
    {
        var ownData = data is null ? Directory.CreateTempSubdirectory("parley-test-") : null;
        var directory = data ?? ownData!.FullName;
        var process = TestProcess.StartParley(
            ["serve", "--grpc-port", $"{grpcPort}", "--web-port", $"{webPort}", "--data", directory, .. arguments ?? []], environment);
        try
        {
            var grpc = (await process.ReadLineAsync("gRPC ")).Split(' ')[^1];
            var web = (await process.ReadLineAsync("web ")).Split(' ')[^1];
            return new ServerProcess(process, ownData, grpc, web);
        }
        catch
        {
            await process.DisposeAsync();
            ownData?.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Creates a client of the chat contract, on a connection of its own.</summary>
    public ChatService.ChatServiceClient Connect() => new(OpenChannel());

    /// <summary>Creates a client of the room contract, on a connection of its own.</summary>
    public RoomService.RoomServiceClient ConnectRooms() => new(OpenChannel());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await Process.DisposeAsync();
        if (_ownData is { Exists: true })
        {
            _ownData.Delete(recursive: true);
            _ownData.Refresh();
        }
    }

    private GrpcChannel OpenChannel()
    {
        var channel = GrpcChannel.ForAddress(GrpcAddress);
        lock (_channels)
        {
            _channels.Add(channel);
        }

        return channel;
    }
}
