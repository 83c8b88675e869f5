using System.Globalization;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary><c>results.csv</c>: one line per run, for spreadsheets.</summary>
internal static class CsvReport
{
    public static string Text(Results results)
    {
        string[] header = ["workload", "server", "round", "outcome", "reason", .. Metrics.All.Select(metric => metric.Key)];
        return string.Concat(results.Runs.Select(Line).Prepend(header)
            .Select(fields => string.Join(',', fields.Select(Quoted)) + "\n"));
    }

    private static IEnumerable<string> Line(RunResult run) =>
    [
        run.Workload,
        run.Contender,
        run.Round.ToString(CultureInfo.InvariantCulture),
        run.Outcome.ToString(),
        run.Reason ?? "",
        .. Metrics.All.Select(metric =>
            run.Figures.TryGetValue(metric.Key, out var value) ? value.ToString("R", CultureInfo.InvariantCulture) : ""),
    ];

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
