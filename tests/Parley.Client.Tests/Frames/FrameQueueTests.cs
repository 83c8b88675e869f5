using Parley.Client.Frames;
using Parley.Protocol.V1;

namespace Parley.Client.Tests.Frames;

public sealed class FrameQueueTests
{
    [Fact]
    public void Write_ManySignals_KeepsTheLatestOfEachKeyUpToTheLimit()
    {
        var queue = new FrameQueue();
        for (var i = 0; i <= FrameQueue.MaxSignals; i++)
        {
            queue.Write(new Signal { Room = "lobby", Key = $"{i}" });
        }

        queue.Write(new Signal { Room = "lobby", Key = "0", Content = Google.Protobuf.ByteString.CopyFromUtf8("latest") });

        Assert.Equal("latest", queue.Take()!.Signal.Content.ToStringUtf8());
        for (var i = 1; i < FrameQueue.MaxSignals; i++)
        {
            Assert.Equal($"{i}", queue.Take()!.Signal.Key);
        }

        Assert.Null(queue.Take());
    }

    [Fact]
    public void WritePing_BeforeItIsTaken_QueuesOne()
    {
        var queue = new FrameQueue();
        queue.WritePing();
        queue.WritePing();
        Assert.NotNull(queue.Take());
        Assert.Null(queue.Take());

        queue.WritePing();
        Assert.NotNull(queue.Take());
    }
}
