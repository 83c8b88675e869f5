using System.Diagnostics;
using Parley.Load.Http2;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>Checks every message a stream receives: the next of its sender, or a fault.</summary>
internal sealed class ChatReader(int senders, Histogram? latencies) : IMessageSink
{
    private const int UserOffset = 3;

    private readonly int[] _next = new int[senders];

    public long Received { get; private set; }

    public long Faults { get; private set; }

    /// <summary>Told of each message's sender.</summary>
    public Action<int>? Heard { get; set; }

    void IMessageSink.Received(ReadOnlySpan<byte> message)
    {
        Received++;
        var sender = Digits.Decimal(message.Slice(UserOffset, 4));
        var text = message[(UserOffset + 5)..];
        text = text[(text[0] < 0x80 ? 1 : text[1] < 0x80 ? 2 : 3)..];
        var number = (int)Digits.Hexadecimal(text.Slice(ChatSender.NumberOffset, 8));
        if (number != _next[sender])
        {
            Faults++;
        }

        _next[sender] = number + 1;
        if (latencies is not null)
        {
            var sent = Digits.Hexadecimal(text.Slice(ChatSender.TimeOffset, 16));
            latencies.Add((long)Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
        }

        Heard?.Invoke(sender);
    }
}
