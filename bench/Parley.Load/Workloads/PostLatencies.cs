using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>Latencies of posts, which are acknowledged in the order they were sent.</summary>
internal sealed class PostLatencies(Histogram latencies)
{
    private readonly Queue<long> _sentAt = new();

    public void Sent(long at) => _sentAt.Enqueue(at);

    public void Acknowledged(long at)
    {
        if (_sentAt.TryDequeue(out var sentAt))
        {
            latencies.Add((long)Stopwatch.GetElapsedTime(sentAt, at).TotalMicroseconds);
        }
    }
}
