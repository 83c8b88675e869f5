using System.Globalization;
using System.Text;

namespace Parley.Load.Measuring;

/// <summary>A result as a line to read.</summary>
internal static class ResultText
{
    public static string Line(Result result)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{result.Workload} {result.Protocol}");
        if (result.DeliveriesPerSecond > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $"  {result.DeliveriesPerSecond,9:N0} deliveries/s  {result.ServerCpuMicrosecondsPerDelivery:F2} µs CPU each");
        }

        if (result.P50Microseconds > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $"  p50 {result.P50Microseconds:N0} µs  p99 {result.P99Microseconds:N0} µs  p99.9 {result.P999Microseconds:N0} µs");
        }

        line.Append(CultureInfo.InvariantCulture, $"  server {result.ServerMebibytesBefore:F0}–{result.ServerMebibytesPeak:F0} MiB {result.ServerCpuShare:P0}  load {result.LoadCpuShare:P0}");
        foreach (var (name, value) in result.Extra)
        {
            line.Append(CultureInfo.InvariantCulture, $"  {name} {value:#,0.##}");
        }

        line.Append(CultureInfo.InvariantCulture, $"  faults {result.Faults}");
        if (!result.Valid)
        {
            line.Append(CultureInfo.InvariantCulture, $"  VOID: {result.InvalidReason}");
        }

        return line.ToString();
    }
}
