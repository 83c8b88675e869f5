using System.Text;
using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

/// <summary>Bad input ends its stream with a clear status, stores nothing and disturbs nobody else.</summary>
public sealed class BadInputTests(SharedServer shared)
{
    private const int InvalidArgument = (int)StatusCode.InvalidArgument;
    private const int ResourceExhausted = (int)StatusCode.ResourceExhausted;

    private readonly ServerProcess _server = shared.Server;

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0007b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    public Task UserId_EmptyOrWithControlCharacters_IsRefused(string user) =>
        RefusesAsync(stream => stream.SendAsync(user, "text"), InvalidArgument, "user name");

    [Fact]
    public Task UserId_OneByteOverTheLimit_IsRefused() =>
        RefusesAsync(stream => stream.SendAsync(new string('u', 127) + "é", "text"), InvalidArgument, "128 bytes");

    [Fact]
    public async Task UserId_AtTheLimit_IsAccepted()
    {
        var user = new string('u', 126) + "é";
        using var stream = await ChatTester.JoinAsync(_server.Connect(), "user-limit");

        await stream.SayAsync(user, "fits");

        Assert.Equal(user, (await stream.ReadAsync()).UserId);
    }

    [Theory]
    [InlineData("x", 16_384)]
    [InlineData("é", 8_192)]
    [InlineData("🎉", 4_096)]
    public async Task Text_AtTheLimit_IsAccepted(string character, int count)
    {
        var text = string.Concat(Enumerable.Repeat(character, count));
        using var stream = await ChatTester.JoinAsync(_server.Connect(), "text-limit");

        await stream.SayAsync("ada", text);

        Assert.Equal(text, (await stream.ReadAsync()).Text);
    }

    [Theory]
    [InlineData("x", 16_385)]
    [InlineData("é", 8_193)]
    [InlineData("🎉", 4_097)]
    public Task Text_OverTheLimit_IsRefused(string character, int count) => RefusesAsync(
        stream => stream.SendAsync("ada", string.Concat(Enumerable.Repeat(character, count))), InvalidArgument, "16384 are allowed");

    [Fact]
    public Task Text_InvalidUtf8_IsRefused() =>
        RefusesAsync(stream => stream.SendFrameAsync([0x0a, 1, (byte)'a', 0x12, 2, 0xc3, 0x28]), InvalidArgument, "UTF-8");

    [Fact]
    public Task UserId_InvalidUtf8_IsRefused() =>
        RefusesAsync(stream => stream.SendFrameAsync([0x0a, 2, 0xff, 0xfe, 0x12, 1, (byte)'x']), InvalidArgument, "UTF-8");

    [Fact]
    public Task Frame_NotProtobuf_IsRefused() => RefusesAsync(
        stream => stream.SendFrameAsync(Encoding.ASCII.GetBytes("{\"user_id\":\"ada\"}")), InvalidArgument, "chat.ChatMessage");

    [Fact]
    public Task Frame_OverTheLimit_IsRefused() =>
        RefusesAsync(stream => stream.SendFrameAsync(new byte[65_537]), ResourceExhausted, "larger");

    [Fact]
    public Task Frame_ClaimingFourGigabytes_IsRefused() =>
        RefusesAsync(stream => stream.SendAsync([0, 0xff, 0xff, 0xff, 0xff]), ResourceExhausted, "larger");

    [Fact]
    public async Task Frame_UnknownFields_AreIgnored()
    {
        using var stream = RawStream.Open(_server.GrpcAddress, "unknown-fields");

        await stream.SendFrameAsync([0x0a, 1, (byte)'a', 0x12, 1, (byte)'x', 0x7a, 3, 1, 2, 3]);

        var received = await stream.ReadAsync();
        Assert.Equal(("a", "x"), (received.UserId, received.Text));
        stream.Complete();
        await stream.StatusAsync();
    }

    [Fact]
    public async Task Frame_CutOffByHalfClose_IsRefused() => await RefusesAsync(
        async stream =>
        {
            await stream.SendAsync([0, 0, 0, 0, 9, 0x0a]);
            stream.Complete();
        },
        (int)StatusCode.Internal,
        "");

    [Fact]
    public async Task BadInput_BeforeManyUnreadBytes_LeavesTheConnectionItsWindow()
    {
        // Together far more than a connection may have unread.
        const int Streams = 200;
        var client = _server.Connect();
        for (var i = 0; i < Streams; i++)
        {
            using var stream = await ChatTester.JoinAsync(client, "bad-then-unread");
            await TrySendAsync(stream, "", "bad");
            for (var j = 0; j < 4; j++)
            {
                await TrySendAsync(stream, "ada", new string('x', 16_000));
            }

            Assert.Equal(StatusCode.InvalidArgument, (await stream.ReadToEndAsync()).Status.StatusCode);
        }
    }

    [Fact]
    public async Task BadInput_AfterGoodMessages_EchoesThoseFirst()
    {
        using var stream = RawStream.Open(_server.GrpcAddress, "good-then-bad");
        await stream.SendAsync("ada", "one");
        await stream.SendAsync("ada", "two");
        await stream.SendAsync("", "bad");
        await stream.SendAsync("ada", "never read");

        Assert.Equal("one", (await stream.ReadAsync()).Text);
        Assert.Equal("two", (await stream.ReadAsync()).Text);
        Assert.Equal(InvalidArgument, (await stream.StatusAsync()).Code);
    }

    private static async Task TrySendAsync(ChatTester stream, string user, string text)
    {
        try
        {
            await stream.SayAsync(user, text);
        }
        catch (RpcException)
        {
            // The stream has ended already.
        }
    }

    private async Task RefusesAsync(Func<RawStream, Task> send, int code, string part)
    {
        var room = $"bad-{TestContext.Current.TestMethod!.MethodName}";
        using var other = await ChatTester.JoinAsync(_server.Connect(), room);
        using var bad = RawStream.Open(_server.GrpcAddress, room);
        await bad.HeadersAsync();

        await send(bad);
        var status = await bad.StatusAsync();

        Assert.Equal(code, status.Code);
        Assert.Contains(part, status.Message, StringComparison.Ordinal);
        await other.SayAsync("bob", "still here");
        Assert.Equal("still here", (await other.ReadAsync()).Text);
    }
}
