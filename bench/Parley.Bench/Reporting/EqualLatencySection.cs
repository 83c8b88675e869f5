using System.Globalization;
using System.Text;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary>The section with what each server delivers at a p99 no higher than Parley's.</summary>
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
        text.Append(
            CultureInfo.InvariantCulture,
            $"A server can trade latency for deliveries. This is the highest rate of each, in {Full} or under a share of that load, ");
        text.Append(CultureInfo.InvariantCulture, $"at a p99 no higher than Parley's in {Full}.\n\n");
        text.Append(MarkdownTable.Of(
            ["Server", "Deliveries/s", "p99", "Workload"],
            rows.Select(row => new[]
            {
                report.Title(row.Contender),
                row.Deliveries is { } deliveries ? Numbers.Text(MetricUnit.PerSecond, deliveries) : "slower in every run",
                row.P99 is { } p99 ? Numbers.Text(MetricUnit.Microseconds, p99) : "–",
                row.Workload ?? "–",
            })));
    }
}
