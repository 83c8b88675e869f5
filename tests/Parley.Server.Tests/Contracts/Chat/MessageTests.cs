using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

public sealed class MessageTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task Dense_ManySenders_EverybodySeesTheOrderOfTheHistory()
    {
        const int Clients = 5;
        const int Each = 200;
        var streams = new List<ChatTester>();
        for (var i = 0; i < Clients; i++)
        {
            streams.Add(await ChatTester.JoinAsync(_server.Connect(), "one-order"));
        }

        var reading = streams.Select(stream => Task.Run(() => stream.ReadTextsAsync(Clients * Each))).ToArray();
        await Task.WhenAll(streams.Select((stream, client) => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await stream.SayAsync($"user-{client}", $"{client}:{i}");
            }
        })));
        var received = await Task.WhenAll(reading);

        Assert.All(received, order => Assert.Equal(received[0], order));
        for (var client = 0; client < Clients; client++)
        {
            var own = received[0].Where(text => text.StartsWith($"{client}:", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{client}:{i}"), own);
        }

        var later = ChatTester.Open(_server.Connect(), "one-order", new Metadata.Entry("parley-history", $"{long.MaxValue}"));
        streams.Add(later);
        Assert.Equal(received[0], await later.ReadTextsAsync(Clients * Each));
        streams.ForEach(stream => stream.Dispose());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task ServersWord_ClaimedTimestamp_IsReplaced(long claimed)
    {
        using var stream = await ChatTester.JoinAsync(_server.Connect(), "timestamps");
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        await stream.SayAsync("ada", "now", claimed);
        var received = await stream.ReadAsync();

        Assert.InRange(received.Timestamp, before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task User_OnTwoStreams_ReceivesOnBoth()
    {
        using var phone = await ChatTester.JoinAsync(_server.Connect(), "same-user");
        using var laptop = await ChatTester.JoinAsync(_server.Connect(), "same-user");

        await phone.SayAsync("ada", "from my phone");
        Assert.Equal("from my phone", (await laptop.ReadAsync()).Text);
        await laptop.SayAsync("ada", "from my laptop");

        Assert.Equal(["from my phone", "from my laptop"], await phone.ReadTextsAsync(2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("日本語 🎉 e\u0301 \u202e right to left")]
    [InlineData("line one\nline two\ttab\0nul")]
    public async Task Text_AnyCharacters_ArrivesUnchanged(string text)
    {
        using var stream = await ChatTester.JoinAsync(_server.Connect(), "any-characters");

        await stream.SayAsync("ada", text);

        Assert.Equal(text, (await stream.ReadAsync()).Text);
    }

    [Fact]
    public async Task HalfClose_AfterMessages_EchoesThemAllAndEndsOk()
    {
        using var stream = ChatTester.Open(_server.Connect(), "half-close");
        for (var i = 0; i < 1_000; i++)
        {
            await stream.SayAsync("ada", $"{i}");
        }

        await stream.LeaveAsync();
        var (messages, status) = await stream.ReadToEndAsync();

        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"{i}"), messages.Select(message => message.Text));
        Assert.Equal(StatusCode.OK, status.StatusCode);
    }

    [Fact]
    public async Task HalfClose_WithoutAMessage_EndsOk()
    {
        using var stream = RawStream.Open(_server.GrpcAddress, "silent-half-close");
        await stream.HeadersAsync();

        stream.Complete();

        Assert.Equal((0, ""), await stream.StatusAsync());
    }

    [Fact]
    public async Task Cancel_OneStream_DisturbsNoOther()
    {
        using var staying = await ChatTester.JoinAsync(_server.Connect(), "cancel");
        var leaving = await ChatTester.JoinAsync(_server.Connect(), "cancel");
        await leaving.SayAsync("bob", "before");
        Assert.Equal("before", (await staying.ReadAsync()).Text);

        leaving.Dispose();
        await staying.SayAsync("ada", "after");

        Assert.Equal("after", (await staying.ReadAsync()).Text);
    }

    [Fact]
    public async Task Deadline_SetByTheClient_EndsTheStreamInTime()
    {
        using var call = _server.Connect().JoinChat(new Metadata { { "parley-room", "deadline" } }, DateTime.UtcNow.AddSeconds(1));

        var ended = await Assert.ThrowsAsync<RpcException>(
            () => call.ResponseStream.MoveNext(CancellationToken.None).Within("the deadline"));

        Assert.Equal(StatusCode.DeadlineExceeded, ended.StatusCode);
    }
}
