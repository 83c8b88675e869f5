using System.Collections.Concurrent;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Reliability.Tests.Memory;

/// <summary>
/// A server whose heap is smaller than its budgets: wherever memory runs out, nothing hangs and nothing accepted is lost.
/// </summary>
public sealed class SmallHeapTests(ITestOutputHelper output)
{
    private const int Rooms = 80;
    private const int PostsPerRoom = 300;
    private const int Senders = 8;

    private static readonly KeyValuePair<string, string?>[] SmallHeap = [new("DOTNET_GCHeapHardLimit", "0x8000000")];

    private static readonly string Filler = new('x', 16_000);

    [Fact]
    public async Task Post_HeapTooSmallForTheFeeds_IsAnsweredOrTheServerEndsWithALine()
    {
        var data = new DataDirectory();
        var accepted = new ConcurrentDictionary<(string Room, long Sequence), string>();
        var refused = new ConcurrentDictionary<StatusCode, int>();
        await using (var server = await ServerProcess.StartAsync(environment: SmallHeap, data: data.Path))
        {
            using var stop = new CancellationTokenSource();
            var following = FollowAsync(server, stop.Token);
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => PostAsync(server, i, accepted, refused)));
            await stop.CancelAsync();
            await following.Within("the end of the follower");
            await AssertServesOrEndedAsync(server);
            output.WriteLine($"{accepted.Count} accepted; refused: {string.Join(", ", refused)}");
        }

        Assert.NotEmpty(accepted);
        await AssertKeptAsync(data, accepted);
        data.Delete();
    }

    /// <summary>Follows all rooms, so that each has a feed, until the server or the test ends it.</summary>
    private static async Task FollowAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        try
        {
            using var call = server.ConnectRooms().Connect(cancellationToken: cancellationToken);
            await call.RequestStream.WriteAsync(SessionTester.Hello("reader"), cancellationToken);
            for (var i = 0; i < Rooms; i++)
            {
                await call.RequestStream.WriteAsync(new ClientFrame { Join = new Join { Room = $"room-{i}" } }, cancellationToken);
            }

            while (await call.ResponseStream.MoveNext(cancellationToken))
            {
                if (call.ResponseStream.Current.Ping is not null)
                {
                    await call.RequestStream.WriteAsync(new ClientFrame { Pong = new Pong() }, cancellationToken);
                }
            }
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or InvalidOperationException)
        {
            // The end of the test, or of the server.
        }
    }

    private static async Task PostAsync(
        ServerProcess server,
        int sender,
        ConcurrentDictionary<(string Room, long Sequence), string> accepted,
        ConcurrentDictionary<StatusCode, int> refused)
    {
        var client = server.ConnectRooms();
        for (var i = sender; i < Rooms * PostsPerRoom; i += Senders)
        {
            var (room, id) = ($"room-{i % Rooms}", $"{sender}-{i}");
            var content = new Content { Message = new Message { Text = id + Filler } };
            try
            {
                var response = await client.PostAsync(
                    new PostRequest { Room = room, User = "ada", CommandId = id, Content = content },
                    deadline: DateTime.UtcNow + Deadline.Step);
                accepted[(room, response.Sequence)] = id;
            }
            catch (RpcException exception)
            {
                // A post that hangs would be the fault.
                Assert.True(exception.StatusCode != StatusCode.DeadlineExceeded, $"{id} hangs.\n{server.Process.Transcript}");
                refused.AddOrUpdate(exception.StatusCode, 1, (_, count) => count + 1);
                if (server.Process.HasExited)
                {
                    return;
                }
            }
        }
    }

    private async Task AssertServesOrEndedAsync(ServerProcess server)
    {
        if (!server.Process.HasExited)
        {
            var content = new Content { Message = new Message { Text = "still here" } };
            var request = new PostRequest { Room = "afterwards", User = "ada", CommandId = "c", Content = content };
            await server.ConnectRooms().PostAsync(request, deadline: DateTime.UtcNow + Deadline.Step);
            output.WriteLine("The server serves.");
            return;
        }

        Assert.NotEqual(0, await server.Process.WaitForExitAsync());
        const string Expected = "Parley has run out of memory and ends.";
        output.WriteLine(Assert.Single(server.Process.Errors, line => line.StartsWith(Expected, StringComparison.Ordinal)));
    }

    private static async Task AssertKeptAsync(
        DataDirectory data, ConcurrentDictionary<(string Room, long Sequence), string> accepted)
    {
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            var client = server.ConnectRooms();
            foreach (var room in accepted.GroupBy(post => post.Key.Room))
            {
                var ids = new Dictionary<long, string>();
                ListEventsResponse page;
                do
                {
                    var after = ids.Count == 0 ? 0 : ids.Keys.Max();
                    page = await client.ListEventsAsync(new ListEventsRequest { Room = room.Key, After = after, PageSize = 1_000 });
                    foreach (var @event in page.Events)
                    {
                        ids.Add(@event.Sequence, @event.CommandId);
                    }
                }
                while (page.Events.Count > 0);

                Assert.All(room, post => Assert.Equal(post.Value, ids[post.Key.Sequence]));
            }

            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await using var verify = TestProcess.StartParley(["verify", "--data", data.Path]);
        await verify.SucceedAsync();
    }
}
