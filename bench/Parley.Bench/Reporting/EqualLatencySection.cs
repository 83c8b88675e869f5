using System.Globalization;
using System.Text;
using Parley.Bench.Catalogue;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary>What each server delivers without being later than Parley: the part of the report that makes batching comparable.</summary>
internal static class EqualLatencySection
{
    private const string Full = "W1-100";

    public static void Append(StringBuilder text, Report report)
    {
        var partial = report.Plan.Workloads.Where(workload => workload.Pace?.Workload == Full).Select(workload => workload.Name);
        var contenders = report.Plan.Runs.Where(run => run.Workload.Name == Full).Select(run => run.Contender.Name).Distinct();
        var rows = EqualLatency.Of(report.Results, contenders, Full, [.. partial]);
        if (rows.Count == 0)
        {
            return;
        }

        text.Append("\n## At equal p99\n\n");
        text.Append(CultureInfo.InvariantCulture, $"A server can buy deliveries with waiting. This is the most that each was measured to deliver, in {Full} or under ");
        text.Append(CultureInfo.InvariantCulture, $"a share of that load, with a p99 not above Parley's in {Full}.\n\n");
        text.Append(MarkdownTable.Of(
            ["Server", "Deliveries/s", "p99", "In"],
            rows.Select(row => new[]
            {
                report.Title(row.Contender),
                row.Deliveries is { } deliveries ? Numbers.Text(MetricUnit.PerSecond, deliveries) : "later in all that was measured",
                row.P99 is { } p99 ? Numbers.Text(MetricUnit.Microseconds, p99) : "–",
                row.Workload ?? "–",
            })));
    }
}
