using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary>A workload's table, for every form of the report. A missing headline is replaced by the reason.</summary>
internal static class ResultTable
{
    private const string Missing = "–";

    /// <summary>Marks figures that show the load generator's limit rather than the server's.</summary>
    public const string GeneratorMark = " †";

    public static IReadOnlyList<string> Header(Workload workload) =>
        ["Server", .. workload.Columns.Select(metric => metric.Title), "Over Parley's", "Rounds"];

    public static IReadOnlyList<ResultRow> Rows(Report report, Workload workload) =>
        [.. report.Cells(workload).Select(cell => Row(report, workload, cell))];

    private static ResultRow Row(Report report, Workload workload, Cell cell)
    {
        var subject = report.Results.Cell(workload.Name, Catalog.Subject);
        var ratio = cell.Contender == Catalog.Subject && cell.Measured > 0 ? "1"
            : cell.Over(subject, workload.Headline) is { } over ? Numbers.Ratio(over.Median)
            : Missing;
        return new(
            cell.Contender,
            report.Title(cell.Contender),
            [.. workload.Columns.Select((metric, index) => Text(cell, metric, index == 0))],
            ratio,
            $"{cell.Measured}/{cell.Runs.Count}",
            cell.Problems());
    }

    private static string Text(Cell cell, Metric metric, bool isHeadline) =>
        cell.Shown(metric) is { } spread ? Numbers.Text(metric.Unit, spread) + (cell.IsGeneratorLimited ? GeneratorMark : "")
        : isHeadline ? Reason(cell)
        : Missing;

    private static string Reason(Cell cell) => cell.Runs.FirstOrDefault(run => run.Outcome != Outcome.Measured)?.Outcome switch
    {
        Outcome.NotAvailable => "not available",
        Outcome.Faults => "faulty",
        Outcome.NotRun => "not run",
        Outcome.Failed => "failed",
        null when cell.Runs.Count == 0 => "not run",
        _ => "no figure",
    };
}
