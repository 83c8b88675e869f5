using Parley.Load.Workloads;

namespace Parley.Load.Tests.Workloads;

public sealed class ChatSenderTests
{
    private readonly FakeStream _stream = new();

    [Fact]
    public void Enqueue_ClosedLoop_KeepsTheWindowFull()
    {
        var sender = new ChatSender(_stream, 0, 100) { IsClosedLoop = true };

        sender.Enqueue(3);
        Assert.Equal(3, sender.Sent);
        sender.OnAnswered(0);
        sender.OnAnswered(0);

        Assert.Equal([0, 1, 2, 3, 4], _stream.Numbers);
        Assert.Equal(2, sender.Answered);
    }

    [Fact]
    public void SendPending_StreamUnblocked_SendsEverything()
    {
        var sender = new ChatSender(_stream, 0, 100) { IsClosedLoop = true };
        _stream.IsBlocked = true;

        sender.Enqueue(3);
        Assert.Equal(0, sender.Sent);
        _stream.IsBlocked = false;
        sender.SendPending();

        Assert.Equal([0, 1, 2], _stream.Numbers);
    }

    [Fact]
    public void Max_Reached_SendsNoMore()
    {
        var sender = new ChatSender(_stream, 0, 100) { IsClosedLoop = true, Max = 4 };

        sender.Enqueue(3);
        sender.OnAnswered(0);
        sender.OnAnswered(0);

        Assert.Equal(4, sender.Sent);
    }
}
