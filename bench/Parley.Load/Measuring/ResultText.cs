using System.Text;
using static System.FormattableString;

namespace Parley.Load.Measuring;

/// <summary>A result as one line for people.</summary>
internal static class ResultText
{
    public static string Line(Result result)
    {
        var line = new StringBuilder();
        line.Append(Invariant($"{result.Workload} {result.Protocol}"));
        if (result.DeliveriesPerSecond > 0)
        {
            line.Append(
                Invariant($"  {result.DeliveriesPerSecond,9:N0} deliveries/s  {result.ServerCpuMicrosecondsPerDelivery:F2} µs CPU each"));
        }

        if (result.P50Microseconds > 0)
        {
            line.Append(Invariant($"  p50 {result.P50Microseconds:N0} µs  p99 {result.P99Microseconds:N0} µs"));
            line.Append(Invariant($"  p99.9 {result.P999Microseconds:N0} µs"));
        }

        line.Append(
            Invariant($"  server {result.ServerMebibytesBefore:F0}–{result.ServerMebibytesPeak:F0} MiB {result.ServerCpuShare:P0}"));
        line.Append(Invariant($"  load {result.LoadCpuShare:P0}"));
        foreach (var (name, value) in result.Extra)
        {
            line.Append(Invariant($"  {name} {value:#,0.##}"));
        }

        line.Append(Invariant($"  faults {result.Faults}"));
        if (!result.Valid)
        {
            line.Append(Invariant($"  VOID: {result.InvalidReason}"));
        }

        return line.ToString();
    }
}
