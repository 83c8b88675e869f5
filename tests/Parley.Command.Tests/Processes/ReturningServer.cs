using System.Net;
using System.Net.Sockets;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>A real server that ends and comes back on the same port, with the same log or another.</summary>
internal sealed class ReturningServer : IAsyncDisposable
{
    // Below the ports that systems give out by themselves: nobody takes it while the server is away.
    private static int _lastPort = 20_000 + (Environment.ProcessId % 10_000);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("parley-returning-");
    private readonly int _port = FreePort();
    private ServerProcess _server = null!;

    /// <summary>Where it is, when it is there.</summary>
    public string Address => _server.GrpcAddress;

    /// <summary>The server there is.</summary>
    public ServerProcess Server => _server;

    public static async Task<ReturningServer> StartAsync()
    {
        var server = new ReturningServer();
        await server.ComeBackAsync();
        return server;
    }

    /// <summary>Ends it: with <c>KILL</c> as a power cut does, with <c>TERM</c> as an operator does.</summary>
    public async Task EndAsync(string signal)
    {
        _server.Process.Signal(signal);
        await _server.Process.WaitForExitAsync();
    }

    /// <summary>Starts the next one.</summary>
    public async Task ComeBackAsync(bool newLog = false) =>
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
                // Somebody has it.
            }
        }
    }
}
