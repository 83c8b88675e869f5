using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>
/// Checks every message of a room: the next of its sender, or a fault. Senders are dealt out to rooms round robin: sender s posts in room
/// s modulo the number of rooms.
/// </summary>
internal sealed class ChatReader(int room, int rooms, int senders, Histogram? latencies)
{
    private const int Nobody = -1;

    private readonly int[] _next = new int[(senders - room + rooms - 1) / rooms];

    /// <summary>Messages that were the next of their sender.</summary>
    public long Verified { get; private set; }

    /// <summary>Messages missing, doubled, out of order, of another room, or unreadable.</summary>
    public long Faults { get; private set; }

    /// <summary>Checks a message and says who sent it.</summary>
    public int Receive(ReadOnlySpan<byte> text, long at)
    {
        var sender = text.Length < ChatText.SmallestBytes ? Nobody : ChatText.Sender(text);
        if ((uint)sender >= (uint)senders || !Sits(sender, out var seat))
        {
            Faults++;
            return Nobody;
        }

        var number = ChatText.Number(text);
        if (number == _next[seat])
        {
            Verified++;
        }
        else
        {
            Faults++;
        }

        _next[seat] = number + 1;
        latencies?.Add((long)Stopwatch.GetElapsedTime(ChatText.SentAt(text), at).TotalMicroseconds);
        return sender;
    }

    /// <summary>Faults, given how many messages each sender sent: what is missing at the end counts as well.</summary>
    public long FaultsAfter(IReadOnlyList<int> sent)
    {
        var missing = 0L;
        for (var seat = 0; seat < _next.Length; seat++)
        {
            missing += Math.Abs((long)sent[room + (seat * rooms)] - _next[seat]);
        }

        return Faults + missing;
    }

    private bool Sits(int sender, out int seat)
    {
        (seat, var its) = rooms == 1 ? (sender, 0) : Math.DivRem(sender, rooms);
        return its == room;
    }
}
