using Parley.Client.Tests.Fakes;
using Parley.Testing;

namespace Parley.Client.Tests;

public sealed class ParleyClientTests
{
    [Fact]
    public async Task Say_InAJoinedRoom_ReturnsTheSequenceAndIsRead()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();

        Assert.Equal(1, await room.SayAsync("hello").Within("an answer"));
        var message = Assert.IsType<MessageEvent>(await reader.NextAsync());

        Assert.Equal(("lobby", 1L, "ada", "hello"), (message.Room, message.Sequence, message.User, message.Text));
        Assert.NotEmpty(message.CommandId);
        Assert.Equal(new Position("e1", 1), room.Position);
        Assert.Equal("ada: hello", message.ToString());
    }
}
