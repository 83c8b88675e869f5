using System.Text;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Faults;
using Parley.Server.Operations.Operator;
using Parley.Testing;

namespace Parley.Reliability.Tests.Erasing;

/// <summary>Rooms that are posted to while contents are erased and old events removed, whatever happens to the server meanwhile.</summary>
public sealed partial class EraseTests(ITestOutputHelper output)
{
    private const string Room = "room";

    private readonly SortedDictionary<long, string> _accepted = [];
    private readonly HashSet<long> _asked = [];
    private readonly HashSet<long> _erased = [];

    [Fact]
    public async Task Kill_WhileErasing_LosesNothingElseAndBringsNothingBack()
    {
        DiskFault.Require();
        var random = new Random(1);
        var data = new DataDirectory();
        for (var round = 0; round < (LongRun.IsWanted ? 100 : 6); round++)
        {
            var write = random.Next(150, 700);
            await using var server = Start(data, $"signal=KILL:when={write}");
            var address = (await server.ReadLineAsync("gRPC ")).Split(' ')[^1];

            await PostAndEraseUntilRefusedAsync(data, address, round, random);

            Assert.True(await server.WaitForExitAsync() == 137, $"round {round}, write {write}\n{server.Transcript}");
        }

        await AssertErasedAsync(data);
    }

    [Theory]
    [InlineData("ENOSPC", 200)]
    [InlineData("ENOSPC", 300)]
    [InlineData("ENOSPC", 700)]
    [InlineData("EROFS", 200)]
    [InlineData("EROFS", 400)]
    public async Task DiskFullOrReadOnly_WhileErasing_LosesNothingElseAndBringsNothingBack(string error, int write)
    {
        DiskFault.Require();
        var data = new DataDirectory();
        await using (var server = Start(data, $"error={error}:when={write}+"))
        {
            var address = (await server.ReadLineAsync("gRPC ")).Split(' ')[^1];
            await PostAndEraseUntilRefusedAsync(data, address, round: 0, new Random(write));
            server.Signal("TERM");
            Assert.Equal(0, await server.WaitForExitAsync());
        }

        await AssertErasedAsync(data);
    }

    private static TestProcess Start(DataDirectory data, string fault) => DiskFault.Start(
        fault, [.. Repository.Parley, "serve", "--grpc-port", "0", "--web-port", "0", "--data", data.Path]);

    private async Task PostAndEraseUntilRefusedAsync(DataDirectory data, string address, int round, Random random)
    {
        using var stop = new CancellationTokenSource();
        var posting = PostUntilRefusedAsync(address, round, stop);
        await EraseUntilRefusedAsync(data, random, stop).Within("the end of erasing");
        await posting.Within("the end of posting");
    }

    private async Task PostUntilRefusedAsync(string address, int round, CancellationTokenSource stop)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new RoomService.RoomServiceClient(channel);
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var text = $"secret-{round}-{i}-";
                var content = new Content { Message = new Message { Text = text } };
                var request = new PostRequest { Room = Room, User = "ada", CommandId = text, Content = content };
                var response = await client.PostAsync(request, deadline: DateTime.UtcNow + Deadline.Step);
                lock (_accepted)
                {
                    _accepted[response.Sequence] = text;
                }
            }
        }
        catch (RpcException exception)
        {
            output.WriteLine($"round {round}: posting ended with {exception.StatusCode}");
            await stop.CancelAsync();
        }
    }

    private async Task EraseUntilRefusedAsync(DataDirectory data, Random random, CancellationTokenSource stop)
    {
        using var client = new OperatorClient(data.Path);
        while (!stop.IsCancellationRequested)
        {
            var sequence = Pick(random);
            if (sequence == 0)
            {
                await Task.Yield();
                continue;
            }

            _asked.Add(sequence);
            try
            {
                var answer = await client.EraseAsync(Room, [sequence], "operator", CancellationToken.None);
                if (answer.Error is { } error)
                {
                    output.WriteLine($"erasing ended: {error}");
                    return;
                }

                Assert.True(Assert.Single(answer.Outcomes).IsGone);
                _erased.Add(sequence);
            }
            catch (OperatorException exception)
            {
                output.WriteLine($"erasing ended: {exception.Message}");
                return;
            }
        }
    }

    /// <summary>One of the latest accepted posts that were not erased; 0 if there is none.</summary>
    private long Pick(Random random)
    {
        lock (_accepted)
        {
            var latest = _accepted.Keys.TakeLast(20).Where(sequence => !_erased.Contains(sequence)).ToList();
            return latest.Count == 0 ? 0 : latest[random.Next(latest.Count)];
        }
    }

    private async Task AssertErasedAsync(DataDirectory data)
    {
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            var events = new List<Event>();
            ListEventsResponse page;
            do
            {
                var after = events.Count == 0 ? 0 : events[^1].Sequence;
                page = await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room, After = after, PageSize = 1_000 });
                events.AddRange(page.Events);
            }
            while (page.Events.Count > 0);

            output.WriteLine($"{_accepted.Count} accepted, {_asked.Count} asked for, {_erased.Count} erased, head {events.Count}");
            Assert.NotEmpty(_erased);
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(@event => @event.Sequence));
            Assert.All(_erased, sequence => Assert.NotNull(events[(int)sequence - 1].Content.Erased));
            Assert.All(
                _accepted.Where(post => !_asked.Contains(post.Key)),
                post => Assert.Equal(post.Value, events[(int)post.Key - 1].Content.Message?.Text));
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await using (var verify = TestProcess.StartParley(["verify", "--data", data.Path]))
        {
            await verify.SucceedAsync();
        }

        var backup = new DataDirectory();
        await using (var copying = TestProcess.StartParley(["backup", "--data", data.Path, "--to", backup.Path]))
        {
            await copying.SucceedAsync();
        }

        // The texts are the command ids, too, so each erased one is there once less.
        var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(backup.Path, "parley.db")));
        var counts = Secret().Matches(bytes).CountBy(match => match.Value).ToDictionary();
        Assert.All(_erased, sequence => Assert.Equal(2, counts[_accepted[sequence]]));
        Assert.All(_accepted.Where(post => !_asked.Contains(post.Key)), post => Assert.Equal(3, counts[post.Value]));
        backup.Delete();
        data.Delete();
    }

    [GeneratedRegex(@"secret-\d+-\d+-")]
    private static partial Regex Secret();
}
