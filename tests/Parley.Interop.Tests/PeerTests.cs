using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.Chat;
using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>The generated C# client against servers of the Chat contract in other languages.</summary>
public sealed class PeerTests
{
    private const int Each = 1_000;

    [Theory]
    [InlineData(Languages.Go, "go")]
    [InlineData(Languages.Go, "go-tuned")]
    [InlineData(Languages.Python, "python")]
    [InlineData(Languages.Cpp, "cpp")]
    [InlineData(Languages.Cpp, "cpp-tuned")]
    public async Task Peer_TwoClientsTalking_SeeTheSameOrder(string language, string name)
    {
        var (process, address) = await Languages.StartPeerAsync(language, name);
        await using var peer = process;
        using var channelA = GrpcChannel.ForAddress(address);
        using var channelB = GrpcChannel.ForAddress(address);
        using var ada = await ChatTester.JoinAsync(new ChatService.ChatServiceClient(channelA), room: null);
        using var bob = await ChatTester.JoinAsync(new ChatService.ChatServiceClient(channelB), room: null);

        var reading = new[] { ada.ReadTextsAsync(2 * Each), bob.ReadTextsAsync(2 * Each) };
        await Task.WhenAll(PostAsync(ada, "ada"), PostAsync(bob, "bob"));
        var texts = await Task.WhenAll(reading);

        Assert.Equal(texts[0], texts[1]);
        foreach (var user in new[] { "ada", "bob" })
        {
            var own = texts[0].Where(text => text.StartsWith(user, StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{user} {i}"), own);
        }

        await ada.LeaveAsync();
        Assert.Equal(StatusCode.OK, (await ada.ReadToEndAsync()).Status.StatusCode);
    }

    private static async Task PostAsync(ChatTester stream, string user)
    {
        for (var i = 0; i < Each; i++)
        {
            await stream.SayAsync(user, $"{user} {i}");
        }
    }
}
