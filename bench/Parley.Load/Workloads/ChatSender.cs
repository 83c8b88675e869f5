using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Parley.Load.Http2;

namespace Parley.Load.Workloads;

/// <summary>Sends numbered, time-stamped messages on one stream.</summary>
internal sealed class ChatSender
{
    public const int NumberOffset = 0;
    public const int TimeOffset = 9;
    public const int SmallestText = 26;

    private const int PrefixBytes = 5;

    private readonly GrpcStream _stream;
    private readonly byte[] _frame;
    private readonly int _text;

    public ChatSender(GrpcStream stream, int index, int textBytes)
    {
        _stream = stream;
        var message = new List<byte> { 0x0a, 5 };
        message.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"s{index:D4}")));
        message.Add(0x12);
        var length = Math.Max(textBytes, SmallestText);
        for (var rest = length; ; rest >>= 7)
        {
            message.Add((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0)));
            if (rest <= 0x7f)
            {
                break;
            }
        }

        _text = PrefixBytes + message.Count;
        message.AddRange(Enumerable.Repeat((byte)'x', length));
        _frame = [.. new byte[PrefixBytes], .. message];
        BinaryPrimitives.WriteInt32BigEndian(_frame.AsSpan(1), message.Count);
    }

    /// <summary>How many were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Queues the next message if flow control allows.</summary>
    public bool TrySend(long timestamp)
    {
        if (!_stream.CanSend(_frame.Length))
        {
            return false;
        }

        Utf8Formatter.TryFormat(Sent, _frame.AsSpan(_text + NumberOffset), out _, new('x', 8));
        Utf8Formatter.TryFormat(timestamp, _frame.AsSpan(_text + TimeOffset), out _, new('x', 16));
        _stream.QueueFramed(_frame);
        Sent++;
        return true;
    }

    public bool TrySend() => TrySend(Stopwatch.GetTimestamp());

    public void Flush() => _stream.Flush();
}
