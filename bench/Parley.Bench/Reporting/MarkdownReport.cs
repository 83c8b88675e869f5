using System.Globalization;
using System.Text;
using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Measuring;
using Parley.Bench.Reporting.Charts;

namespace Parley.Bench.Reporting;

/// <summary><c>report.md</c>: all results, for people.</summary>
internal static class MarkdownReport
{
    private static readonly string[] ServerColumns =
    [
        "Server", "Name", "Made with", "Stored", "Synced", "Acknowledged by", "One order", "Bounded",
        "A reader that stops", "Batching window",
    ];

    /// <summary>The most cores that programs may use on a machine that counts as idle.</summary>
    private const double QuietCores = 0.1;

    public static string Text(Report report)
    {
        var text = new StringBuilder();
        Introduction(text, report);
        Machine(text, report);
        Servers(text, report);
        Targets(text, report);
        foreach (var workload in report.Plan.Workloads)
        {
            Workload(text, report, workload);
        }

        EqualLatencySection.Append(text, report);
        return text.ToString();
    }

    private static void Introduction(StringBuilder text, Report report)
    {
        text.Append(CultureInfo.InvariantCulture, $"# Parley and its peers, {report.Started:yyyy-MM-dd HH:mm} UTC\n\n");
        text.Append(
            CultureInfo.InvariantCulture, $"`{report.CommandLine}`, {report.Results.Runs.Count} runs in {Numbers.Time(report.Duration)}. ");
        text.Append("Figures are medians over interleaved rounds, with the lowest and the highest round in brackets. ");
        text.Append("Ratios are medians of the ratios within each round.\n");
        if (report.Plan.Workloads.Any(workload => workload.Name == HeadlineChart.Workload))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n![Headline figures]({ReportFiles.HeadlineChart})\n");
        }

        if (report.Interrupted)
        {
            text.Append("\n**The session was interrupted. Missing figures were not measured.**\n");
        }

        foreach (var warning in report.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n**{warning}**\n");
        }
    }

    private static void Machine(StringBuilder text, Report report)
    {
        text.Append("\n## Machine\n\n");
        text.Append(MarkdownTable.Of(["", ""], report.Machine.Rows().Select(row => new[] { row.Name, row.Value })));
        if (report.OtherPrograms is { } others)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\nOther programs used {others.Median:0.00} cores in the median run and {others.Max:0.00} at most.");
            text.Append(others.Median > QuietCores ? " **That is a lot: the figures are too low and the ratios uncertain.**\n" : "\n");
        }
    }

    private static void Servers(StringBuilder text, Report report)
    {
        text.Append("\n## Servers\n\nWhat each guarantees:\n\n");
        text.Append(MarkdownTable.Of(
            ServerColumns,
            report.Plan.Contenders.Select(contender => Server(contender, report))));
        var missing = report.Availability.Where(pair => !pair.Value.IsAvailable).ToList();
        text.Append(missing.Count > 0 ? "\nNot available:\n\n" : "");
        foreach (var (name, availability) in missing)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {availability.Reason}\n");
        }
    }

    private static string[] Server(Contender contender, Report report)
    {
        var guarantees = contender.Guarantees;
        return
        [
            contender.Title,
            contender.Name,
            report.Availability.GetValueOrDefault(contender.Name)?.Version ?? "–",
            YesNo(guarantees.Stored),
            YesNo(guarantees.Synced),
            guarantees.Acknowledged,
            YesNo(guarantees.Ordered),
            YesNo(guarantees.Bounded),
            guarantees.SlowReader,
            guarantees.Batching,
        ];
    }

    private static void Targets(StringBuilder text, Report report)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Targets\n\n{TargetText.Summary(report.Verdicts)}");
        text.Append(report.OtherTargets > 0 ? $" {report.OtherTargets} more belong to workloads outside this session.\n" : "\n");
        var missed = report.Verdicts.Where(verdict => verdict.Kind == VerdictKind.Missed).ToList();
        text.Append(missed.Count > 0 ? "\nMissed:\n\n" : "");
        foreach (var verdict in missed)
        {
            var (workload, target) = (verdict.Target.Workload, TargetText.Describe(verdict.Target));
            text.Append(CultureInfo.InvariantCulture, $"- {workload}: {target}; measured {TargetText.Measured(verdict)}.\n");
        }

        text.Append('\n').Append(MarkdownTable.Of(
            ["Workload", "Target", "Measured", "Verdict"],
            report.Verdicts.Select(verdict => new[]
            {
                verdict.Target.Workload,
                TargetText.Describe(verdict.Target),
                TargetText.Measured(verdict),
                TargetText.Verdict(verdict.Kind),
            })));
    }

    private static void Workload(StringBuilder text, Report report, Workload workload)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {workload.Name}: {workload.Title}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`{workload.LoadText}`.");
        text.Append(workload.Note is { } note ? $" {note}\n" : "\n");
        foreach (var metric in workload.Charts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n![{metric.Title}](charts/{WorkloadCharts.FileName(workload, metric)})\n");
        }

        var rows = ResultTable.Rows(report, workload);
        text.Append('\n').Append(MarkdownTable.Of(
            ResultTable.Header(workload), rows.Select(Texts)));
        var notes = rows.SelectMany(row => row.Notes.Select(reason => $"- {row.Title}: {reason}\n"))
            .Concat(report.Plan.Exclusions.Where(exclusion => exclusion.Workload == workload.Name)
                .Select(exclusion => $"- {exclusion.Contender}: {exclusion.Reason}\n")).ToList();
        text.Append(notes.Count > 0 ? "\n" : "").AppendJoin("", notes);
        if (rows.Any(row => row.Cells.Any(cell => cell.EndsWith(ResultTable.GeneratorMark, StringComparison.Ordinal))))
        {
            text.Append("\n† The load generator was the limit: the server can do more. Not compared.\n");
        }
    }

    private static IReadOnlyList<string> Texts(ResultRow row) =>
        row.Contender == Catalog.Subject ? (row with { Title = $"**{row.Title}**" }).Texts : row.Texts;

    private static string YesNo(bool value) => value ? "yes" : "no";
}
