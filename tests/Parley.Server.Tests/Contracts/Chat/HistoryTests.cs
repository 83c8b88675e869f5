using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

public sealed class HistoryTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    [Theory]
    [InlineData("3", new[] { "7", "8", "9" })]
    [InlineData("0", new string[0])]
    [InlineData("9223372036854775807", new[] { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" })]
    [InlineData("9223372036854775808", new[] { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" })]
    [InlineData("007", new[] { "3", "4", "5", "6", "7", "8", "9" })]
    public async Task History_LastMessages_ComeBeforeLiveOnes(string count, string[] expected)
    {
        var room = $"history-{count}";
        await FillAsync(room, 10);

        using var stream = await ChatTester.JoinAsync(_server.Connect(), room, new Metadata.Entry("parley-history", count));
        await stream.SayAsync("ada", "live");

        Assert.Equal([.. expected, "live"], await stream.ReadTextsAsync(expected.Length + 1));
    }

    [Fact]
    public async Task History_HalfCloseAtOnce_IsSentBeforeTheEnd()
    {
        await FillAsync("history-half-close", 500);
        using var stream = ChatTester.Open(_server.Connect(), "history-half-close", new Metadata.Entry("parley-history", "400"));

        await stream.LeaveAsync();
        var (messages, status) = await stream.ReadToEndAsync();

        Assert.Equal(Enumerable.Range(100, 400).Select(i => $"{i}"), messages.Select(message => message.Text));
        Assert.Equal(StatusCode.OK, status.StatusCode);
    }

    [Fact]
    public async Task OneCut_HistoryWhileOthersTalk_HasNoGapOrDuplicate()
    {
        const int Before = 20_000;
        const int During = 5_000;
        await FillAsync("history-busy", Before);
        using var sender = await ChatTester.JoinAsync(_server.Connect(), "history-busy");
        var echoes = Task.Run(() => sender.ReadTextsAsync(During));
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < During; i++)
            {
                await sender.SayAsync("bob", $"{Before + i}");
            }
        });

        using var stream = await ChatTester.JoinAsync(
            _server.Connect(), "history-busy", new Metadata.Entry("parley-history", $"{long.MaxValue}"));
        var received = await stream.ReadTextsAsync(Before + During);
        await sending;
        await echoes;

        Assert.Equal(Enumerable.Range(0, Before + During).Select(i => $"{i}"), received);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1.5")]
    [InlineData("")]
    public async Task History_InvalidCount_IsRefused(string value)
    {
        using var stream = ChatTester.Open(_server.Connect(), "history-nonsense", new Metadata.Entry("parley-history", value));

        var (_, status) = await stream.ReadToEndAsync();

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("parley-history", status.Detail, StringComparison.Ordinal);
    }

    private async Task FillAsync(string room, int count)
    {
        using var stream = ChatTester.Open(_server.Connect(), room);
        for (var i = 0; i < count; i++)
        {
            await stream.SayAsync("ada", $"{i}");
        }

        await stream.LeaveAsync();
        Assert.Equal(count, (await stream.ReadToEndAsync()).Messages.Count);
    }
}
