using System.Diagnostics;
using Parley.Load.Protocols;

namespace Parley.Load.Workloads;

/// <summary>Sends numbered, time-stamped messages on one stream; as many as it owes, as soon as it may.</summary>
internal sealed class ChatSender(IChatStream stream, int index, int textBytes, PostLatencies? latencies = null)
{
    private readonly byte[] _text = ChatText.Create(index, textBytes);
    private int _owed;

    public int Index => index;

    /// <summary>How many were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How many the server answered: with an echo, or with an acknowledgement.</summary>
    public long Answered { get; private set; }

    /// <summary>Closed loop: every answer makes it owe another message.</summary>
    public bool IsClosedLoop { get; set; }

    /// <summary>Sends no more than this in total.</summary>
    public int Max { get; set; } = int.MaxValue;

    /// <summary>Sends as many more messages.</summary>
    public void Owe(int messages)
    {
        _owed += messages;
        SendOwed();
    }

    /// <summary>Sends one message that was due at a time; false if it may not be sent now.</summary>
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

    /// <summary>The server answered one of the messages.</summary>
    public void Answer(long at)
    {
        Answered++;
        latencies?.Acknowledged(at);
        if (IsClosedLoop)
        {
            Owe(1);
        }
    }

    public void SendOwed()
    {
        while (_owed > 0 && Sent < Max && TrySend(Stopwatch.GetTimestamp()))
        {
            _owed--;
        }
    }
}
