using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Connections;

/// <summary>The server survives more connections than it can have, and gives each place back.</summary>
public sealed partial class ConnectionLimitTests : IDisposable
{
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(1);

    private readonly List<Socket> _sockets = [];

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    [Fact]
    public async Task Connections_MoreThanFilesMayBeOpen_AreRefusedAndOthersGoOn()
    {
        const int Excess = 100;
        await using var server = TestProcess.Start(
            "sh",
            [
                "-c", "ulimit -n 400; exec \"$@\"", "sh", .. Repository.Parley, "serve", "--grpc-port", "0", "--web-port", "0",
                "--data", ":memory:",
            ]);
        var grpc = new Uri((await server.ReadLineAsync("gRPC ")).Split(' ')[^1]);
        var max = int.Parse(Only().Match(server.Transcript).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(grpc);
        using var session = await SessionTester.JoinAsync(new(channel), "ada", "lobby");

        var open = await OpenAsync(grpc.Port, max - 1 + Excess);

        Assert.Equal(max - 1, open);
        await session.SayAsync("lobby", "c1", "still here");
        _sockets.ForEach(socket => socket.Dispose());
        await RetryUntilOpenAsync(grpc.Port);
        Assert.False(server.HasExited);
        Assert.InRange(server.Errors.Count, 1, 10);
    }

    [Theory]
    [InlineData("end")]
    [InlineData("reset")]
    public async Task Connections_WhoseStreamsEndUnread_GiveTheirPlacesBack(string end)
    {
        const int Max = 20;
        Toolchain.Require("python3-h2", () => Toolchain.Runs("/usr/bin/python3", "-c", "import h2"));
        await using var server = await ServerProcess.StartAsync(environment: [new("PARLEY_MAX_CONNECTIONS", $"{Max}")]);
        var port = new Uri(server.GrpcAddress).Port;
        var script = Repository.At("tests", "Parley.Server.Tests", "Hosting", "Connections", "unread_streams.py");

        await using var attack = TestProcess.Start("/usr/bin/python3", [script, $"{port}", "6000", end]);
        await attack.SucceedAsync();

        using var deadline = new CancellationTokenSource(Deadline.Step);
        while (await OpenAsync(port, Max) < Max)
        {
            _sockets.ForEach(socket => socket.Dispose());
            _sockets.Clear();
            deadline.Token.ThrowIfCancellationRequested();
        }

        Assert.InRange(server.Process.Errors.Count, 0, 100);
    }

    /// <summary>Opens connections and waits for as long as a refusal may take.</summary>
    /// <returns>How many of them are open.</returns>
    private async Task<int> OpenAsync(int port, int count)
    {
        List<Socket> sockets = [];
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, port);
        }

        // A server that refuses closes the connection; one that does not sends its settings at once.
        using var tooLate = new CancellationTokenSource(LongestRefusal);
        var open = await Task.WhenAll(sockets.Select(async socket =>
        {
            try
            {
                return await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, tooLate.Token) > 0;
            }
            catch (SocketException)
            {
                return false;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
        }));
        return open.Count(isOpen => isOpen);
    }

    private async Task RetryUntilOpenAsync(int port)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        while (await OpenAsync(port, 1) == 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    [GeneratedRegex(@"Only (\d+) connections are possible")]
    private static partial Regex Only();
}
