using System.Diagnostics;
using Parley.Bench.Measuring;

namespace Parley.Bench.Machines;

/// <summary>Measures how long a sync takes. This time limits durable servers, and it reveals a disk that does not really sync.</summary>
internal static class SyncProbe
{
    private const int Samples = 25;
    private const int Bytes = 4_096;

    public static double MedianMilliseconds(string directory)
    {
        var file = Path.Combine(directory, "sync.probe");
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var block = new byte[Bytes];
        var times = new List<double>();
        for (var i = 0; i < Samples; i++)
        {
            var start = Stopwatch.GetTimestamp();
            stream.Write(block);
            stream.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Spread.Of(times)!.Value.Median;
    }
}
