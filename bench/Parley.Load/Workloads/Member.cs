using Parley.Load.Protocols;

namespace Parley.Load.Workloads;

/// <summary>One stream of a crowd: checks what it receives, and may send.</summary>
internal sealed class Member(Tally tally, ChatReader reader) : IMember
{
    public ChatReader Reader => reader;

    public IChatStream? Stream { get; set; }

    public ChatSender? Sender { get; set; }

    public void Joined() => tally.Joined++;

    public void Received(ReadOnlySpan<byte> text, long at)
    {
        tally.Received++;
        var from = reader.Receive(text, at);
        if (Sender is not null && Sender.Index == from)
        {
            Sender.OnAnswered(at);
        }
    }

    public void Acknowledged(long at) => Sender?.OnAnswered(at);

    public void Unblocked() => Sender?.SendPending();

    public void Ended() => tally.Ended++;
}
