using System.Net;
using System.Net.Sockets;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>A real server that can be stopped and started again on the same port, with the same log or a new one.</summary>
internal sealed class RestartableServer : IAsyncDisposable
{
    // Below the ephemeral ports, so that nothing else takes the port while the server is down.
    private static int _lastPort = 20_000 + (Environment.ProcessId % 10_000);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("parley-restart-");
    private readonly int _port = FreePort();
    private ServerProcess _server = null!;

    /// <summary>The address, which stays the same.</summary>
    public string Address => _server.GrpcAddress;

    public static async Task<RestartableServer> StartAsync()
    {
        var server = new RestartableServer();
        await server.RestartAsync();
        return server;
    }

    /// <summary>Stops the server: with <c>KILL</c> like a power cut, with <c>TERM</c> like an operator.</summary>
    public async Task StopAsync(string signal)
    {
        _server.Process.Signal(signal);
        await _server.Process.WaitForExitAsync();
    }

    /// <summary>Starts the next server.</summary>
    public async Task RestartAsync(bool newLog = false) =>
        _server = await ServerProcess.StartAsync(data: newLog ? _data.CreateSubdirectory("new").FullName : _data.FullName, grpcPort: _port);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _lastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.IPv6Any, port) { Server = { DualMode = true } };
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // The port is in use.
            }
        }
    }
}
