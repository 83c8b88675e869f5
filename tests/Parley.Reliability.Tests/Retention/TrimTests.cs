using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Retention;

/// <summary>Rooms that are trimmed while they are posted to, whatever happens to the server meanwhile.</summary>
public sealed class TrimTests(ITestOutputHelper output)
{
    private const int Kept = 50;
    private static readonly string[] Rooms = ["one", "two", "three"];

    [Fact]
    public async Task Kill_WhileTrimming_LosesNothingThatIsKept()
    {
        DiskFault.Require();
        var random = new Random(1);
        var data = new DataDirectory();
        var accepted = Rooms.ToDictionary(room => room, _ => new SortedDictionary<long, string>());
        for (var round = 0; round < (LongRun.IsWanted ? 100 : 6); round++)
        {
            var write = random.Next(200, 1_500);
            await using var server = Start(data, $"signal=KILL:when={write}");
            var address = (await server.ReadLineAsync("gRPC ")).Split(' ')[^1];

            var ends = await PostUntilRefusedAsync(address, round, accepted);

            Assert.True(await server.WaitForExitAsync() == 137, $"round {round}, write {write}: {ends}\n{server.Transcript}");
        }

        await AssertCompleteAsync(data, accepted, minFloor: 2);
    }

    [Theory]
    [InlineData("ENOSPC", 28, StatusCode.ResourceExhausted)]
    [InlineData("ENOSPC", 33, StatusCode.ResourceExhausted)]
    [InlineData("ENOSPC", 200, StatusCode.ResourceExhausted)]
    [InlineData("EROFS", 28, StatusCode.Unavailable)]
    [InlineData("EROFS", 200, StatusCode.Unavailable)]
    public async Task DiskFullOrReadOnly_WhileTrimming_LosesNothingThatIsKept(string error, int write, StatusCode expected)
    {
        DiskFault.Require();
        var data = new DataDirectory();
        var accepted = Rooms.ToDictionary(room => room, _ => new SortedDictionary<long, string>());
        await FillAsync(data, accepted);
        await using (var server = Start(data, $"error={error}:when={write}+"))
        {
            var address = (await server.ReadLineAsync("gRPC ")).Split(' ')[^1];

            var ends = await PostUntilRefusedAsync(address, round: 1, accepted);

            Assert.True(ends.All(end => end == expected), $"{string.Join(", ", ends)}\n{server.Transcript}");
            server.Signal("TERM");
            Assert.Equal(0, await server.WaitForExitAsync());
        }

        await AssertCompleteAsync(data, accepted, minFloor: 1);
    }

    /// <summary>Fills rooms with more than they keep, on a server without retention.</summary>
    private static async Task FillAsync(DataDirectory data, Dictionary<string, SortedDictionary<long, string>> accepted)
    {
        await using var server = await ServerProcess.StartAsync(data: data.Path);
        await Task.WhenAll(Rooms.Select(room => PostAsync(server.ConnectRooms(), 0, room, accepted[room], 4 * Kept))).Within("the posts");
        server.Process.Signal("TERM");
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    private static TestProcess Start(DataDirectory data, string fault) => DiskFault.Start(
        fault,
        [
            "env", "PARLEY_RETENTION__INTERVAL_SECONDS=1", "PARLEY_RETENTION__MAX_STEP=3", .. Repository.Parley, "serve",
            "--grpc-port", "0", "--web-port", "0", "--data", data.Path, "--keep", $"*={Kept}events",
        ]);

    private static Task<StatusCode[]> PostUntilRefusedAsync(
        string address, int round, Dictionary<string, SortedDictionary<long, string>> accepted) =>
        Task.WhenAll(Rooms.Select(room => PostUntilRefusedAsync(address, round, room, accepted[room]))).Within("the end of all posts");

    private static async Task<StatusCode> PostUntilRefusedAsync(
        string address, int round, string room, SortedDictionary<long, string> accepted)
    {
        using var channel = GrpcChannel.ForAddress(address);
        try
        {
            await PostAsync(new RoomService.RoomServiceClient(channel), round, room, accepted, int.MaxValue);
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static async Task PostAsync(
        RoomService.RoomServiceClient client, int round, string room, SortedDictionary<long, string> accepted, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = $"{round}-{i}";
            var content = new Content { Message = new Message { Text = text } };
            var request = new PostRequest { Room = room, User = "ada", CommandId = text, Content = content };
            accepted[(await client.PostAsync(request, deadline: DateTime.UtcNow + Deadline.Step)).Sequence] = text;
        }
    }

    private async Task AssertCompleteAsync(
        DataDirectory data, Dictionary<string, SortedDictionary<long, string>> accepted, long minFloor)
    {
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            var client = server.ConnectRooms();
            foreach (var room in Rooms)
            {
                var events = new List<Event>();
                ListEventsResponse page;
                do
                {
                    var after = events.Count == 0 ? 0 : events[^1].Sequence;
                    page = await client.ListEventsAsync(new ListEventsRequest { Room = room, After = after, PageSize = 1_000 });
                    events.AddRange(page.Events);
                }
                while (page.Events.Count > 0);

                var floor = page.FloorSequence;
                output.WriteLine($"{room}: {accepted[room].Count} accepted, floor {floor}, head {page.HeadSequence}");
                Assert.InRange(floor, minFloor, accepted[room].Keys.Max() - Kept + 2);
                Assert.Equal(
                    Enumerable.Range(0, (int)(page.HeadSequence - floor) + 1).Select(i => floor + i),
                    events.Select(@event => @event.Sequence));
                var texts = events.ToDictionary(@event => @event.Sequence, @event => @event.Content.Message.Text);
                Assert.All(accepted[room].Where(post => post.Key >= floor), post => Assert.Equal(post.Value, texts[post.Key]));
                Assert.Equal(texts.Count, texts.Values.Distinct().Count());
            }

            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await using var verify = TestProcess.StartParley(["verify", "--data", data.Path]);
        await verify.SucceedAsync();
        data.Delete();
    }
}
