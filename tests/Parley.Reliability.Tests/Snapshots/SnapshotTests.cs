using System.Globalization;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Snapshots;

/// <summary>Rooms with state keep it, whatever happens while snapshots are saved: it is what their logs say.</summary>
public sealed class SnapshotTests
{
    private static readonly string[] Rooms = ["one", "two", "three"];

    [Fact]
    public async Task Kill_WhileSavingSnapshots_LosesNothing()
    {
        DiskFault.Require();
        var random = new Random(1);
        var data = new DataDirectory();
        var accepted = Rooms.ToDictionary(room => room, _ => new SortedSet<long>());
        for (var round = 0; round < (LongRun.IsWanted ? 100 : 6); round++)
        {
            var write = random.Next(60, 600);
            await using var server = await CounterServer.StartAsync(data.Path, $"signal=KILL:when={write}");
            var posting = Rooms.Select(room => CheckAndPostAsync(server, room, round, accepted[room])).ToList();

            var ends = await Task.WhenAll(posting).Within("the end of all posts");

            Assert.True(
                await server.Process.WaitForExitAsync() == 137,
                $"round {round}, write {write}: {string.Join(", ", ends)}\n{server.Process.Transcript}");
        }

        await AssertCompleteAsync(data.Path, accepted);
        data.Delete();
    }

    [Theory]
    [InlineData(150)]
    [InlineData(157)]
    [InlineData(400)]
    public async Task DiskFull_WhileSavingSnapshots_LosesNothing(int write)
    {
        DiskFault.Require();
        var data = new DataDirectory();
        var accepted = Rooms.ToDictionary(room => room, _ => new SortedSet<long>());
        await using (var server = await CounterServer.StartAsync(data.Path, $"error=ENOSPC:when={write}+"))
        {
            var posting = Rooms.Select(room => CheckAndPostAsync(server, room, 0, accepted[room])).ToList();

            var ends = await Task.WhenAll(posting).Within("the end of all posts");

            Assert.True(
                ends.All(end => end == StatusCode.ResourceExhausted), $"{string.Join(", ", ends)}\n{server.Process.Transcript}");
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await AssertCompleteAsync(data.Path, accepted);
        data.Delete();
    }

    private static async Task AssertCompleteAsync(string directory, Dictionary<string, SortedSet<long>> accepted)
    {
        await using (var server = await CounterServer.StartAsync(directory))
        {
            foreach (var room in Rooms)
            {
                await CheckAsync(server, room, accepted[room]);
            }

            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await using var verify = TestProcess.StartParley(["verify", "--data", Path.Combine(directory, "counters")]);
        await verify.SucceedAsync();
    }

    /// <summary>Checks what an earlier server left, and posts until a post fails.</summary>
    /// <returns>How it failed.</returns>
    private static async Task<StatusCode> CheckAndPostAsync(CounterServer server, string room, int round, SortedSet<long> accepted)
    {
        try
        {
            await server.CreateAsync(room);
            await CheckAsync(server, room, accepted);
            for (var i = 0; ; i++)
            {
                var sequence = await server.PostAsync(room, $"add-{round}-{i}", "add", i);
                accepted.Add(sequence);
                if (i % 3 == 0)
                {
                    accepted.Add(await server.PostAsync(room, $"undo-{round}-{i}", "undo", sequence));
                }
            }
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    /// <summary>Checks that a room has every accepted event, and that its state is what its events say.</summary>
    private static async Task CheckAsync(CounterServer server, string room, SortedSet<long> accepted)
    {
        var events = await server.ReadAsync(room);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(@event => @event.Sequence));
        Assert.True(accepted.Count == 0 || accepted.Max <= events.Count, $"{room}: {accepted.Max} was accepted of {events.Count}.");

        // The state is which additions were undone: those can be undone no more. The check itself must change nothing.
        foreach (var undone in events.Where(IsUndone).Select(@event => @event.Content.Custom.Data.ToStringUtf8()).TakeLast(20))
        {
            var refused = await Assert.ThrowsAsync<RpcException>(
                () => server.PostAsync(room, $"check-{undone}", "undo", long.Parse(undone, CultureInfo.InvariantCulture)));
            if (refused.StatusCode != StatusCode.InvalidArgument)
            {
                throw refused;
            }

            Assert.Equal($"Event {undone} has already been undone.", refused.Status.Detail);
        }
    }

    private static bool IsUndone(Event @event) => @event.Content.Custom?.Type == "undone";
}
