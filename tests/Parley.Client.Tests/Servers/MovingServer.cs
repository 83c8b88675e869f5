using System.Net.Sockets;
using Parley.Testing;

namespace Parley.Client.Tests.Servers;

/// <summary>A real server that can be ended and replaced. Clients always reach the current one.</summary>
public sealed class MovingServer : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("parley-client-");
    private volatile ServerProcess _server = null!;

    public static async Task<MovingServer> StartAsync()
    {
        var server = new MovingServer();
        await server.StartNextAsync(newLog: false);
        return server;
    }

    /// <summary>Connects a client that always dials the current server.</summary>
    public Task<ParleyClient> ConnectAsync(string user) => ParleyClient.ConnectAsync("http://parley.invalid:1", new()
    {
        User = user,
        Backoff = new() { Initial = TimeSpan.FromMilliseconds(50), Max = TimeSpan.FromMilliseconds(200) },
        ConfigureChannel = channel => channel.HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => await DialAsync(cancellationToken),
        },
    }).Within("a welcome");

    /// <summary>Kills the server.</summary>
    public ValueTask KillAsync() => _server.DisposeAsync();

    /// <summary>Asks the server to shut down, and waits until it has.</summary>
    public async Task StopAsync()
    {
        _server.Process.Signal("TERM");
        Assert.Equal(0, await _server.Process.WaitForExitAsync());
    }

    /// <summary>Starts the next server, with the same log or a new one.</summary>
    public async Task StartNextAsync(bool newLog = false) =>
        _server = await ServerProcess.StartAsync(data: newLog ? _data.CreateSubdirectory("new").FullName : _data.FullName);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task<Stream> DialAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(_server.GrpcAddress);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
