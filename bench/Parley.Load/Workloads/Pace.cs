using System.Diagnostics;

namespace Parley.Load.Workloads;

/// <summary>Open loop: sends at fixed times whatever the server does, stamped with the time each should have been sent.</summary>
internal sealed class Pace(int perSecond, List<ChatSender> senders)
{
    private readonly long _interval = Stopwatch.Frequency / perSecond;
    private long _due = Stopwatch.GetTimestamp();
    private int _next;

    public void SendDue()
    {
        while (_due <= Stopwatch.GetTimestamp())
        {
            var sender = senders[_next];
            if (!sender.TrySend(_due))
            {
                return;
            }

            sender.Flush();
            _next = (_next + 1) % senders.Count;
            _due += _interval;
        }
    }
}
