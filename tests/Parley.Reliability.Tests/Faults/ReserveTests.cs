using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

/// <summary>A disk with less free space than the server leaves for its operator.</summary>
public sealed class ReserveTests
{
    // More than any disk has.
    private static readonly KeyValuePair<string, string?> Reserve = new("PARLEY_STORAGE__RESERVE_BYTES", $"{1L << 50}");

    [Fact]
    public async Task Post_DiskNearlyFull_IsRefusedByName_WhileReadingAndErasingGoOn()
    {
        var data = new DataDirectory();
        await using (var filling = await ServerProcess.StartAsync(data: data.Path))
        {
            await PostAsync(filling, "one");
            await PostAsync(filling, "two");
            filling.Process.Signal("TERM");
            Assert.Equal(0, await filling.Process.WaitForExitAsync());
        }

        await using (var server = await ServerProcess.StartAsync(environment: [Reserve], data: data.Path))
        {
            await server.Process.ReadErrorAsync("must stay free (Storage:ReserveBytes). Free some space.");
            await ServerHealth.AssertAsync(server, healthy: false);
            var refused = await Assert.ThrowsAsync<RpcException>(() => PostAsync(server, "three"));
            Assert.Equal($"{(int)Code.StorageFull}", refused.Trailers.GetValue("parley-code"));
            await using (var erase = TestProcess.StartParley(["erase", "--data", data.Path, "--room", "lobby", "1"]))
            {
                await erase.SucceedAsync();
            }

            await EraseAmongPostsAsync(server, data.Path);
            await ServerHealth.AssertAsync(server, healthy: false);
            var page = await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = "lobby", PageSize = 10 });
            Assert.Equal(4, page.Events.Count);
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
            Assert.Single(server.Process.Failures);
        }

        await using (var next = await ServerProcess.StartAsync(data: data.Path))
        {
            await PostAsync(next, "four");
        }

        data.Delete();
    }

    /// <summary>An erasure that is written together with posts is refused with them, and has to be tried again.</summary>
    private static async Task EraseAmongPostsAsync(ServerProcess server, string data)
    {
        using var enough = new CancellationTokenSource();
        var posting = Enumerable.Range(0, 8).Select(i => PostUntilAsync(server, $"busy-{i}", enough.Token)).ToList();
        await using (var erase = TestProcess.StartParley(["erase", "--data", data, "--room", "lobby", "2"]))
        {
            await erase.SucceedAsync();
        }

        await enough.CancelAsync();
        await Task.WhenAll(posting).Within("the posts");
    }

    private static async Task PostUntilAsync(ServerProcess server, string text, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Assert.ThrowsAsync<RpcException>(() => PostAsync(server, text));
        }
    }

    private static async Task PostAsync(ServerProcess server, string text) => await server.ConnectRooms().PostAsync(new PostRequest
    {
        Room = "lobby",
        User = "ada",
        CommandId = text,
        Content = new Content { Message = new Message { Text = text } },
    });
}
