using System.Diagnostics;
using Parley.Reliability.Tests.Sessions;
using Parley.Testing;

namespace Parley.Reliability.Tests.Restarts;

/// <summary>Runs alone: it asserts times, and 500 clients share the machine with the server already.</summary>
[Collection(ShutdownTests.Alone)]
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Clients = 500;
    private const int Rooms = 20;
    private const int Joining = 40;

    private static readonly TimeSpan LongestReturn = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Kill_With500Clients_TheyComeBackSpreadOut_Within10Seconds_AndHaveEverythingOnce()
    {
        var data = new DataDirectory();
        var port = LowPort.Find();
        var clients = new List<RestartClient>();
        using var stop = new CancellationTokenSource();
        List<Task<IReadOnlyList<long>>> talking;
        await using (var server = await ServerProcess.StartAsync(data: data.Path, grpcPort: port))
        {
            foreach (var some in Enumerable.Range(0, Clients).Chunk(Joining))
            {
                clients.AddRange(await Task.WhenAll(some.Select(i => RestartClient.JoinAsync(server.GrpcAddress, $"client-{i}", $"room-{i % Rooms}"))));
            }

            talking = [.. clients.Take(Rooms).Select(client => client.TalkAsync(stop.Token))];
            await HearAsync(clients, 20);
            server.Process.Signal("KILL");
            await server.Process.WaitForExitAsync();
        }

        await Task.WhenAll(clients.Select(client => client.TriedInVain)).Within("everybody to try in vain");
        await using var next = await ServerProcess.StartAsync(data: data.Path, grpcPort: port);
        var returned = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(client => client.Back)).Within("everybody to be back");
        await stop.CancelAsync();
        var said = await Task.WhenAll(talking).Within("the answers");
        await Task.WhenAll(clients.Select(client => client.Reading)).Within("everybody to have everything");

        AssertReturns(clients, returned);
        foreach (var (room, sequences) in said.Index())
        {
            var log = await clients[room].LogAsync().Within("the log");
            Assert.Equal(Enumerable.Range(1, log.Count).Select(number => (long)number), sequences);
            Assert.Equal(sequences.SkipLast(1).Select(number => (number, $"{number}")).Append((log.Count, RestartClient.Last)), log);
            Assert.All(clients.Where((_, i) => i % Rooms == room), client => Assert.Equal(log, client.Heard));
        }

        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask())).Within("the clients' ends");
        Assert.Empty(next.Process.Failures);
        await next.DisposeAsync();
        data.Delete();
    }

    /// <summary>Waits until everybody has heard so much.</summary>
    private static async Task HearAsync(List<RestartClient> clients, int count)
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (clients.Exists(client => client.Heard.Count < count))
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private void AssertReturns(List<RestartClient> clients, long returned)
    {
        var back = clients.Select(client => Stopwatch.GetElapsedTime(returned, client.BackAt)).Order().ToList();
        var dialed = clients.Select(client => Stopwatch.GetElapsedTime(returned, client.DialedAt)).Order().ToList();
        var (backTogether, dialedTogether) = (Together(back), Together(dialed));
        output.WriteLine($"all back after {back[^1].TotalSeconds:F2} s, half after {back[Clients / 2].TotalSeconds:F2} s, at most {backTogether} of {Clients} in an instant; "
            + $"their attempts began {dialed[0].TotalSeconds:F2} to {dialed[^1].TotalSeconds:F2} s after it, at most {dialedTogether} in an instant");
        Assert.True(back[^1] < LongestReturn, $"The last client was back after {back[^1]}.");

        // Each waits a random part of 1.6 s and more by now, so that an instant is due an eighth of them at most; and as a server refuses them until it is ready,
        // whoever gets through is answered when it comes. Where the machine stands still meanwhile some come together; a half would have to have agreed, or waited.
        Assert.True(dialedTogether < Clients / 2, $"{dialedTogether} of {Clients} tried within {Instant}.");
        Assert.True(backTogether < Clients / 2, $"{backTogether} of {Clients} were back within {Instant}.");
    }

    /// <summary>How many moments are in the fullest instant.</summary>
    private static int Together(List<TimeSpan> moments) => moments.Max(from => moments.Count(at => at >= from && at < from + Instant));
}
