using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class RoomsTests
{
    [Fact]
    public async Task Rooms_OfServerAndDirectory_AreThoseWithEvents()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        using var listener = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", "silent");
        Assert.Empty(await RunAsync("--server", server.GrpcAddress));

        await DataFolder.PostAsync(server.GrpcAddress, "zebra", 3);
        await DataFolder.PostAsync(server.GrpcAddress, "ant:1/#@+", 1);

        foreach (var source in new[] { new[] { "--server", server.GrpcAddress }, ["--data", folder.Path] })
        {
            Assert.Equal(["ant:1/#@+\t1", "zebra\t3"], await RunAsync(source));
            Assert.Equal(
                ["""{"room":"ant:1/#@+","sequence":1,"kind":"chat"}""", """{"room":"zebra","sequence":3,"kind":"chat"}"""],
                await RunAsync([.. source, "--json"]));
        }
    }

    [Fact]
    public async Task Rooms_MoreThanAPage_AreAllPrinted()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        var rooms = server.ConnectRooms();
        var names = Enumerable.Range(10_000, 1_100).Select(number => $"r{number}").ToList();
        await Task.WhenAll(names.Select(async name => await rooms.PostAsync(new PostRequest
        {
            User = "ada",
            Room = name,
            CommandId = "c",
            Content = new Content { Message = new Message { Text = "hello" } },
        }))).Within("the posts");

        Assert.Equal(names.Select(name => $"{name}\t1"), await RunAsync("--server", server.GrpcAddress));
        Assert.Equal(names.Select(name => $"{name}\t1"), await RunAsync("--data", folder.Path));
    }

    private static Task<List<string>> RunAsync(params string[] arguments) => CommandProcess.RunAsync(["rooms", .. arguments]);
}
