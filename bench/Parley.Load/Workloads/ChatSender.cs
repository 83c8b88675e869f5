using System.Diagnostics;
using Parley.Load.Protocols;

namespace Parley.Load.Workloads;

/// <summary>Sends numbered, time-stamped messages on one stream, as soon as the stream accepts them.</summary>
internal sealed class ChatSender(IChatStream stream, int index, int textBytes, PostLatencies? latencies = null)
{
    private readonly byte[] _text = ChatText.Create(index, textBytes);
    private int _pending;

    public int Index => index;

    /// <summary>Messages sent so far.</summary>
    public int Sent { get; private set; }

    /// <summary>Messages the server has answered, with an echo or an acknowledgement.</summary>
    public long Answered { get; private set; }

    /// <summary>Closed loop: every answer triggers the next message.</summary>
    public bool IsClosedLoop { get; set; }

    /// <summary>The maximum number of messages in total. Default: no limit.</summary>
    public int Max { get; set; } = int.MaxValue;

    /// <summary>Sends this many further messages, now or as soon as the stream accepts them.</summary>
    public void Enqueue(int messages)
    {
        _pending += messages;
        SendPending();
    }

    /// <summary>Sends one message that is stamped with the time it was due; false if the stream does not accept it now.</summary>
    public bool TrySend(long due)
    {
        ChatText.Stamp(_text, Sent, due);
        if (!stream.TrySend(_text))
        {
            return false;
        }

        Sent++;
        latencies?.Sent(due);
        return true;
    }

    /// <summary>The server has answered a message.</summary>
    public void OnAnswered(long at)
    {
        Answered++;
        latencies?.Acknowledged(at);
        if (IsClosedLoop)
        {
            Enqueue(1);
        }
    }

    /// <summary>Sends what is pending, as far as the stream accepts it.</summary>
    public void SendPending()
    {
        while (_pending > 0 && Sent < Max && TrySend(Stopwatch.GetTimestamp()))
        {
            _pending--;
        }
    }
}
