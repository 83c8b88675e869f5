using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

public sealed class SlowReaderTests(SharedServer shared)
{
    private const int Messages = 2_000;
    private const int Burst = 50;

    private static readonly string Text = new('x', 8_000);

    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task NoWaiting_StoppedReader_DelaysNobodyAndMissesNothing()
    {
        using var stopped = RawStream.Open(_server.GrpcAddress, "slow");
        await stopped.HeadersAsync();
        using var reading = await ChatTester.JoinAsync(_server.Connect(), "slow");

        stopped.StopReading();
        await TalkAsync(reading);
        stopped.ResumeReading();

        for (var i = 0; i < Messages; i++)
        {
            Assert.Equal($"{i} {Text}", (await stopped.ReadAsync()).Text);
        }

        await reading.SayAsync("ada", "live again");
        Assert.Equal("live again", (await stopped.ReadAsync()).Text);
    }

    [Fact]
    public async Task Sender_FasterThanItReads_LosesNothing()
    {
        using var stream = await ChatTester.JoinAsync(_server.Connect(), "fast-sender");
        for (var i = 0; i < Messages; i++)
        {
            await stream.SayAsync("ada", $"{i} {Text}");
        }

        await stream.LeaveAsync();
        var (messages, status) = await stream.ReadToEndAsync();

        Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"{i} {Text}"), messages.Select(message => message.Text));
        Assert.Equal(StatusCode.OK, status.StatusCode);
    }

    [Fact]
    public async Task NoUnboundedMemory_StoppedReaders_CostLittle()
    {
        const int Stopped = 50;
        var streams = new List<RawStream>();
        for (var i = 0; i < Stopped; i++)
        {
            streams.Add(RawStream.Open(_server.GrpcAddress, "slow-many"));
            await streams[^1].HeadersAsync();
            streams[^1].StopReading();
        }

        using var reading = await ChatTester.JoinAsync(_server.Connect(), "slow-many");
        await TalkAsync(reading);

        // Each of 51 readers is sent 16 MB. What 50 of them have not read is not kept 50 times.
        var resident = _server.Process.ResidentBytes / 1_048_576;
        Assert.True(resident < 400, $"The server holds {resident} MiB.");
        streams.ForEach(stream => stream.Dispose());
    }

    private static async Task TalkAsync(ChatTester stream)
    {
        for (var i = 0; i < Messages; i += Burst)
        {
            for (var j = 0; j < Burst; j++)
            {
                await stream.SayAsync("ada", $"{i + j} {Text}");
            }

            await stream.ReadTextsAsync(Burst);
        }
    }
}
