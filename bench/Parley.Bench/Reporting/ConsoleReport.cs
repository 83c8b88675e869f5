using Parley.Bench.Catalogue;
using Parley.Bench.Measuring;
using Spectre.Console;

namespace Parley.Bench.Reporting;

/// <summary>The tables on the screen.</summary>
internal static class ConsoleReport
{
    public static void Write(Report report, IAnsiConsole console)
    {
        foreach (var workload in report.Plan.Workloads)
        {
            console.Write(Table(report, workload));
            foreach (var row in ResultTable.Rows(report, workload))
            {
                row.Notes.ToList().ForEach(note => console.MarkupLineInterpolated($"  [yellow]{row.Title}[/]: {note}"));
            }

            console.WriteLine();
        }

        console.Write(Goals(report));
        console.MarkupLineInterpolated($"{TargetText.Summary(report.Verdicts)}");
    }

    private static Table Table(Report report, Workload workload)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new($"{workload.Name}: {Markup.Escape(workload.Title)}") };
        foreach (var (column, index) in ResultTable.Header(workload).Select((column, index) => (column, index)))
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = index == 0 ? Justify.Left : Justify.Right });
        }

        foreach (var row in ResultTable.Rows(report, workload))
        {
            var style = row.Contender == Catalog.Subject ? "bold" : "default";
            table.AddRow([.. row.Texts.Select(text => $"[{style}]{Markup.Escape(text)}[/]")]);
        }

        return table;
    }

    private static Table Goals(Report report)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new("Figures to reach") };
        table.AddColumns("Workload", "Goal", "Measured", "Verdict");
        foreach (var verdict in report.Verdicts)
        {
            var colour = verdict.Kind switch
            {
                VerdictKind.Reached => "green",
                VerdictKind.Missed => "red",
                _ => "yellow",
            };
            table.AddRow(
                Markup.Escape(verdict.Target.Workload),
                Markup.Escape(TargetText.Goal(verdict.Target)),
                Markup.Escape(TargetText.Measured(verdict)),
                $"[{colour}]{TargetText.Word(verdict.Kind)}[/]");
        }

        return table;
    }
}
