using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>
/// Checks that every message of a room is the next one of its sender; anything else is a fault. Senders are distributed over rooms round
/// robin: sender s posts in room s modulo the number of rooms.
/// </summary>
internal sealed class ChatReader(int room, int rooms, int senders, Histogram? latencies)
{
    private const int NoSender = -1;

    private readonly int[] _next = new int[(senders - room + rooms - 1) / rooms];

    /// <summary>Messages that were the next one of their sender.</summary>
    public long Verified { get; private set; }

    /// <summary>Messages missing, duplicated, out of order, of another room, or unreadable.</summary>
    public long Faults { get; private set; }

    /// <summary>Checks a message and returns its sender; <c>-1</c> if it has none.</summary>
    public int Receive(ReadOnlySpan<byte> text, long at)
    {
        var sender = text.Length < ChatText.MinBytes ? NoSender : ChatText.Sender(text);
        if ((uint)sender >= (uint)senders || !TryFindSeat(sender, out var seat))
        {
            Faults++;
            return NoSender;
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

    /// <summary>All faults, including messages that are missing at the end, given how many each sender sent.</summary>
    public long FaultsAfter(IReadOnlyList<int> sent)
    {
        var missing = 0L;
        for (var seat = 0; seat < _next.Length; seat++)
        {
            missing += Math.Abs((long)sent[room + (seat * rooms)] - _next[seat]);
        }

        return Faults + missing;
    }

    private bool TryFindSeat(int sender, out int seat)
    {
        (seat, var its) = rooms == 1 ? (sender, 0) : Math.DivRem(sender, rooms);
        return its == room;
    }
}
