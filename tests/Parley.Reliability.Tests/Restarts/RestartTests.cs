using System.Diagnostics;
using Parley.Reliability.Tests.Sessions;
using Parley.Testing;

namespace Parley.Reliability.Tests.Restarts;

/// <summary>Runs alone: it asserts times, and its 500 clients share the machine with the server.</summary>
[Collection(ShutdownTests.Alone)]
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Clients = 500;
    private const int Rooms = 20;
    private const int JoiningAtOnce = 40;

    private static readonly TimeSpan MaxReturn = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Kill_With500Clients_AllReturnSpreadOutAndComplete()
    {
        var data = new DataDirectory();
        var port = LowPort.Find();
        var clients = new List<RestartClient>();
        using var stop = new CancellationTokenSource();
        List<Task<IReadOnlyList<long>>> posting;
        await using (var server = await ServerProcess.StartAsync(data: data.Path, grpcPort: port))
        {
            foreach (var some in Enumerable.Range(0, Clients).Chunk(JoiningAtOnce))
            {
                var joining = some.Select(i => RestartClient.JoinAsync(server.GrpcAddress, $"client-{i}", $"room-{i % Rooms}"));
                clients.AddRange(await Task.WhenAll(joining));
            }

            posting = [.. clients.Take(Rooms).Select(client => client.PostAsync(stop.Token))];
            await WaitForMessagesAsync(clients, 20);
            server.Process.Signal("KILL");
            await server.Process.WaitForExitAsync();
        }

        await Task.WhenAll(clients.Select(client => client.AttemptFailed)).Within("every client to fail to reconnect");
        await using var next = await ServerProcess.StartAsync(data: data.Path, grpcPort: port);
        var listening = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(client => client.Reconnected)).Within("every client to reconnect");
        await stop.CancelAsync();
        var posts = await Task.WhenAll(posting).Within("the answers to all posts");
        await Task.WhenAll(clients.Select(client => client.Reading)).Within("every client to read everything");

        AssertSpreadOut(clients, listening);
        foreach (var (room, sequences) in posts.Index())
        {
            var log = await clients[room].ReadLogAsync().Within("the log");
            Assert.Equal(Enumerable.Range(1, log.Count).Select(number => (long)number), sequences);
            Assert.Equal(sequences.SkipLast(1).Select(number => (number, $"{number}")).Append((log.Count, RestartClient.LastText)), log);
            Assert.All(clients.Where((_, i) => i % Rooms == room), client => Assert.Equal(log, client.Received));
        }

        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask())).Within("every client to close");
        Assert.Empty(next.Process.Failures);
        await next.DisposeAsync();
        data.Delete();
    }

    /// <summary>Waits until every client has read <paramref name="count"/> messages.</summary>
    private static async Task WaitForMessagesAsync(List<RestartClient> clients, int count)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (clients.Exists(client => client.Received.Count < count))
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private void AssertSpreadOut(List<RestartClient> clients, long listening)
    {
        var back = clients.Select(client => Stopwatch.GetElapsedTime(listening, client.ReconnectedAt)).Order().ToList();
        var attempts = clients.Select(client => Stopwatch.GetElapsedTime(listening, client.AttemptedAt)).Order().ToList();
        var (backTogether, attemptsTogether) = (CountTogether(back), CountTogether(attempts));
        output.WriteLine(
            $"All were back after {back[^1].TotalSeconds:F2} s, half of them after {back[Clients / 2].TotalSeconds:F2} s, "
            + $"at most {backTogether} of {Clients} in an instant. Their attempts began {attempts[0].TotalSeconds:F2} to "
            + $"{attempts[^1].TotalSeconds:F2} s after the server listened, at most {attemptsTogether} in an instant.");
        Assert.True(back[^1] < MaxReturn, $"The last client was back after {back[^1]}.");

        // When the server returns, each client waits a random part of a delay of at least 1.6 s: at most an eighth are due in one instant.
        // Until the server is ready it refuses connections, so a client that connects is served at once. A machine that stalls makes some
        // come together, but not half of them.
        Assert.True(attemptsTogether < Clients / 2, $"{attemptsTogether} of {Clients} clients made their attempt within {Instant}.");
        Assert.True(backTogether < Clients / 2, $"{backTogether} of {Clients} clients were back within {Instant}.");
    }

    /// <summary>Returns the largest number of moments that lie within one instant.</summary>
    private static int CountTogether(List<TimeSpan> moments) =>
        moments.Max(from => moments.Count(at => at >= from && at < from + Instant));
}
