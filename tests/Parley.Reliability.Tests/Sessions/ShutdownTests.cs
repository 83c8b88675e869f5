using System.Diagnostics;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Sessions;

/// <summary>Runs alone: it asserts a time, and its 200 clients share the machine with the server.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class ShutdownTests(ITestOutputHelper output)
{
    public const string Alone = "alone";

    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task SigTerm_With200Sessions_NotifiesThemAllAndTheyResume()
    {
        const int Sessions = 200;
        const int Writers = 16;
        var data = new DataDirectory();
        List<RoomRecord> records = [.. Enumerable.Range(0, 4).Select(i => new RoomRecord($"stop-{i}"))];
        var sessions = Enumerable.Range(0, Sessions)
            .Select(i => new ResumingSession(records[i % 4], $"session-{i}", writes: i < Writers))
            .ToList();
        for (var round = 0; round < 3; round++)
        {
            await using var server = await ServerProcess.StartAsync(data: data.Path);
            var running = sessions.Select(session => session.RunAsync(server)).ToList();
            using var witness = await SessionTester.JoinAsync(server.ConnectRooms(), "witness", records[0].Room);
            await WaitForMembersAsync(server, records, Sessions + 1);
            await witness.EventsAsync(records[0].Room, 200);

            var stopping = Stopwatch.StartNew();
            server.Process.Signal("TERM");
            var ends = await Task.WhenAll(running).Within("the sessions' ends");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
            output.WriteLine($"round {round}: stopped in {stopping.Elapsed.TotalMilliseconds:F0} ms");

            var unnotified = sessions.Zip(ends)
                .Where(ended => ended is not { First.GoAway.Code: Code.ShuttingDown, Second.StatusCode: StatusCode.Unavailable })
                .Select(ended => $"{ended.First.User}: {ended.First.GoAway}, {ended.Second?.StatusCode} {ended.Second?.Detail}")
                .ToList();
            Assert.True(
                unnotified.Count == 0,
                $"{unnotified.Count} sessions got no GoAway: {string.Join('\n', unnotified.Take(5))}\n{server.Process.Transcript}");
            Assert.True(stopping.Elapsed < MaxStop, $"The server stopped after {stopping.Elapsed}.");
            Assert.Empty(server.Process.Failures);

            // A session that got the answer to a post also got the post's event, and everything before it.
            Assert.All(sessions, session => Assert.True(session.LastAccepted <= session.Position));
            Assert.All(sessions.Take(Writers), session => Assert.NotEqual(0, session.LastAccepted));
        }

        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            await Task.WhenAll(sessions.Select(session => session.FinishAsync(server))).Within("every session to finish");
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await FinalCheck.RunAsync(data.Path, records, $"data in {data.Path}");
        data.Delete();
    }

    /// <summary>Waits until the rooms have <paramref name="count"/> members in all.</summary>
    private static async Task WaitForMembersAsync(ServerProcess server, List<RoomRecord> records, int count)
    {
        var client = server.ConnectRooms();
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (records.Sum(record => client.ListMembers(new ListMembersRequest { Room = record.Room }).MemberCount) < count)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
