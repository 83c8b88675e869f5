using System.Diagnostics;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Sessions;

public sealed class ResumeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Cut_AThousandTimes_EndsWithExactlyTheRoomsLog()
    {
        const int Clients = 10;
        const int Cuts = 100;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PARLEY_SEED"), out var given) ? given : Random.Shared.Next();
        var data = new DataDirectory();
        var reproduce = $"again with PARLEY_SEED={seed}; data in {data.Path}";
        output.WriteLine(reproduce);
        List<RoomRecord> records = [new("cut-0"), new("cut-1")];
        var clients = Enumerable.Range(0, Clients).Select(i => new SteadySession(records[i % 2], $"client-{i}", writes: true)).ToList();
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            await Task.WhenAll(clients.Select((client, i) => Task.Run(async () =>
            {
                var random = new Random(seed + i);
                for (var cut = 0; cut < Cuts; cut++)
                {
                    var end = await client.LiveAsync(server, 1 + random.Next(60));
                    Assert.True(end is null, $"{end}; {reproduce}");
                }
            })));
            await Task.WhenAll(clients.Select(client => client.FinishAsync(server))).Within($"everybody to have everything, {reproduce}");
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
            Assert.Empty(server.Process.Errors);
        }

        output.WriteLine($"{records.Sum(record => record.Accepted.Count)} accepted, {clients.Sum(client => client.Retries)} sent again");
        await Verdict.AssertAsync(data.Path, records, reproduce);
        data.Delete();
    }

    [Fact]
    public async Task SigTerm_With200SessionsUnderLoad_TellsThemAll_AndTheyGoOnInTheNextProcess()
    {
        const int Sessions = 200;
        var data = new DataDirectory();
        List<RoomRecord> records = [.. Enumerable.Range(0, 4).Select(i => new RoomRecord($"stop-{i}"))];
        var sessions = Enumerable.Range(0, Sessions).Select(i => new SteadySession(records[i % 4], $"session-{i}", writes: i < 16)).ToList();
        for (var round = 0; round < 3; round++)
        {
            await using var server = await ServerProcess.StartAsync(data: data.Path);
            var living = sessions.Select(session => session.LiveAsync(server)).ToList();
            using var witness = await SessionTester.JoinAsync(server.ConnectRooms(), "witness", records[0].Room);
            await witness.EventsAsync(records[0].Room, 200);

            var stopping = Stopwatch.StartNew();
            server.Process.Signal("TERM");
            var ends = await Task.WhenAll(living).Within("the sessions' ends");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
            output.WriteLine($"round {round}: stopped in {stopping.Elapsed.TotalMilliseconds:F0} ms");

            Assert.All(ends, end => Assert.Equal(StatusCode.Unavailable, end?.StatusCode));
            Assert.All(sessions, session => Assert.Equal(Code.ShuttingDown, session.GoAway?.Code));
            Assert.True(stopping.Elapsed < LongestStop, $"It took {stopping.Elapsed}.");
            Assert.Empty(server.Process.Errors);

            // Everything that was accepted by then was delivered to everybody in the room.
            Assert.All(sessions.GroupBy(session => session.Room), room => Assert.Single(room.Select(session => session.Sequence).Distinct()));
        }

        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            await Task.WhenAll(sessions.Select(session => session.FinishAsync(server))).Within("everybody to have everything");
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await Verdict.AssertAsync(data.Path, records, $"data in {data.Path}");
        data.Delete();
    }
}
