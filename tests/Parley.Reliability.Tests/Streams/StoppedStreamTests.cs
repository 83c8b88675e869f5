using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Reliability.Tests.Lagging;
using Parley.Reliability.Tests.Sessions;
using Parley.Testing;

namespace Parley.Reliability.Tests.Streams;

/// <summary>Streams over HTTP whose clients read nothing. Runs alone: it asserts memory, which a busy machine collects late.</summary>
[Collection(ShutdownTests.Alone)]
public sealed class StoppedStreamTests(ITestOutputHelper output)
{
    private const string Room = "stopped";
    private const int Streams = 100;
    private const int Events = 1_000;
    private const int WarmUp = 500;
    private const int TextLength = 16_000;
    private const int MaxMebibytes = 128;

    // 16 MiB, so that what is held is measured, not how long the collector puts off its work.
    private static readonly KeyValuePair<string, string?> SmallGarbage = new("DOTNET_GCgen0size", "0x1000000");

    [Fact]
    public async Task NoUnboundedMemory_StreamsThatAreNotRead_CostLittle()
    {
        await using var server = await ServerProcess.StartAsync(environment: [SmallGarbage]);
        using var http = new HttpTester(server.WebAddress);
        using var reading = await http.StreamAsync(Room);
        await reading.NextAsync("joined");
        await TalkAsync("before", WarmUp);
        long before;
        await using (var gauge = new MemoryGauge(server.Process))
        {
            await TalkAsync("measured", WarmUp);
            before = gauge.Highest;
        }

        var stopped = new List<EventStreamTester>();
        for (var i = 0; i < Streams; i++)
        {
            stopped.Add(await http.StreamAsync(Room));
        }

        await using (var gauge = new MemoryGauge(server.Process))
        {
            await TalkAsync("stopped", Events);
            var grown = (gauge.Highest - before) / 1_048_576.0;
            output.WriteLine($"{before / 1_048_576.0:F0} MiB before, {grown:F1} MiB more with {Streams} streams that nobody reads");
            Assert.True(grown <= MaxMebibytes, $"The server grew by {grown:F1} MiB, from {before / 1_048_576.0:F0} MiB.");
        }

        // They have missed nothing.
        for (var i = 0; i < 3; i++)
        {
            await stopped[i].NextAsync("joined");
            for (var sequence = (2 * WarmUp) + 1; sequence <= (2 * WarmUp) + Events; sequence++)
            {
                Assert.Equal(sequence, (await stopped[i].NextAsync("message")).Sequence);
            }
        }

        stopped.ForEach(stream => stream.Dispose());

        async Task TalkAsync(string command, int events)
        {
            for (var i = 0; i < events; i++)
            {
                await http.SayAsync(Room, $"{command} {i}", new string('x', TextLength));
                await reading.NextAsync("message");
            }
        }
    }

    /// <summary>
    /// As JSON, an event with a short text is a hundred times as long as its text. The heap has 256 MiB: 218 KiB for each stream.
    /// </summary>
    [Fact]
    public async Task NoUnboundedMemory_UnreadStreamsOfALongHistory_FitIntoASmallHeap()
    {
        const int Unread = 1_200;
        const int Events = 4_000;
        await using var server = await ServerProcess.StartAsync(environment: [new("DOTNET_GCHeapHardLimit", "0x10000000")]);
        using var http = new HttpTester(server.WebAddress);
        await Task.WhenAll(Enumerable.Range(0, Events).Select(i => http.SayAsync(Room, $"{i}", "x")));
        var request = Encoding.ASCII.GetBytes($"GET /v1/rooms/{Room}/stream?last={long.MaxValue} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var stopped = new List<Socket>();
        for (var i = 0; i < Unread; i++)
        {
            // The history must not fit into the buffers of the sockets.
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2_048 };
            stopped.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.WebAddress).Port);
            await socket.SendAsync(request);
        }

        // Each stream has begun once its first bytes have arrived.
        await Task.WhenAll(stopped.Select(socket => socket.ReceiveAsync(new byte[1]))).Within("the beginning of each stream");
        using var reading = await http.StreamAsync(Room, $"?last={long.MaxValue}");
        await http.SayAsync(Room, "last", "still here");
        Assert.False(server.Process.HasExited, server.Process.Transcript);
        await reading.NextAsync("joined");
        for (var sequence = 1; sequence <= Events + 1; sequence++)
        {
            Assert.Equal(sequence, (await reading.NextAsync("message")).Sequence);
        }

        stopped.ForEach(socket => socket.Dispose());
    }
}
