using System.Globalization;
using System.Net.Sockets;
using System.Net;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Connections;

/// <summary>The server survives more connections than it can have, and gives each place back.</summary>
public sealed partial class ConnectionLimitTests : IDisposable
{
    private const int MaxReaderFiles = 16;

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
        using var channel = GrpcChannel.ForAddress(grpc);
        using var session = await SessionTester.JoinAsync(new(channel), "ada", "lobby");

        await OpenAsync(grpc.Port, max - 1 + Excess);

        await CountAsync(max - 1);
        await session.SayAsync("lobby", "c1", "still here");
        await ReconnectAsync(grpc.Port);
        Assert.False(server.HasExited);
        Assert.InRange(server.Errors.Count, 1, 10);
    }

    [Theory]
    [InlineData("end")]
    [InlineData("reset")]
    [InlineData("half")]
    public async Task Connections_WhoseStreamsEndUnread_GiveTheirPlacesBack(string end)
    {
        const int Max = 20;
        Toolchain.Require("python3-h2", () => Toolchain.Runs("/usr/bin/python3", "-c", "import h2"));
        await using var server = await ServerProcess.StartAsync(environment: [new("PARLEY_MAX_CONNECTIONS", $"{Max}")]);
        var port = new Uri(server.GrpcAddress).Port;
        using (var warm = await ChatTester.JoinAsync(server.Connect(), "warm"))
        {
            await warm.SayAsync("ada", "up");
        }

        var files = CountFiles(server);
        var script = Repository.At("tests", "Parley.Server.Tests", "Hosting", "Connections", "unread_streams.py");

        await using var attack = TestProcess.Start("/usr/bin/python3", [script, $"{port}", "6000", end]);
        await attack.SucceedAsync();

        // The readers of the log open a few files of their own.
        await UntilAsync(() => CountFiles(server) <= files + MaxReaderFiles, () => $"{CountFiles(server)} files are open, {files} before.");
        await OpenAsync(port, Max);
        await CountAsync(Max);
        Assert.InRange(server.Process.Errors.Count, 0, 100);
    }

    private static int CountFiles(ServerProcess server) => Directory.GetFileSystemEntries($"/proc/{server.Process.Id}/fd").Length;

    private static async Task UntilAsync(Func<bool> isReached, Func<string> problem)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isReached())
        {
            Assert.False(deadline.IsCancellationRequested, problem());
            await pause.WaitForNextTickAsync();
        }
    }

    private async Task OpenAsync(int port, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
            {
                // Refused before the system has reported the connection.
            }
        }
    }

    /// <summary>Waits until this many connections are open. A refused one reads as ended.</summary>
    private Task CountAsync(int expected)
    {
        int Count() => _sockets.Count(socket => !IsRefused(socket));
        return UntilAsync(() => Count() == expected, () => $"{Count()} connections are open, not {expected}.");
    }

    private static bool IsRefused(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[1], SocketFlags.Peek) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private Task ReconnectAsync(int port)
    {
        _sockets.ForEach(socket => socket.Dispose());
        return UntilAsync(
            () =>
            {
                using var channel = GrpcChannel.ForAddress($"http://localhost:{port}");
                try
                {
                    new RoomService.RoomServiceClient(channel).ListRooms(new ListRoomsRequest());
                    return true;
                }
                catch (RpcException)
                {
                    return false;
                }
            },
            () => "Nobody can connect any more.");
    }

    [GeneratedRegex(@"Only (\d+) connections are possible")]
    private static partial Regex Only();
}
