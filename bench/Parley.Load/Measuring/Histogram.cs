using System.Numerics;

namespace Parley.Load.Measuring;

/// <summary>Counts latencies in microseconds, in buckets no wider than 1/32 of their value.</summary>
internal sealed class Histogram
{
    private const int SubBits = 5;

    private readonly long[] _counts = new long[64 << SubBits];

    public long Count { get; private set; }

    public void Add(long microseconds)
    {
        _counts[Bucket(Math.Max(0, microseconds))]++;
        Count++;
    }

    public void Add(Histogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The latency that <paramref name="fraction"/> of all latencies do not exceed; at most 1/32 too high.</summary>
    public long Percentile(double fraction)
    {
        var wanted = (long)Math.Ceiling(Count * fraction);
        for (var i = 0; i < _counts.Length; i++)
        {
            if ((wanted -= _counts[i]) <= 0)
            {
                return UpperBound(i);
            }
        }

        return 0;
    }

    public LatencySummary Summary() => new(Percentile(0.5), Percentile(0.99), Percentile(0.999));

    private static int Bucket(long value)
    {
        var shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value | 1) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long UpperBound(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBits) - 1);
        return ((bucket - ((long)shift << SubBits) + 1) << shift) - 1;
    }
}
