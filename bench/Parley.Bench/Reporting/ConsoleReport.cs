using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Measuring;
using Spectre.Console;

namespace Parley.Bench.Reporting;

/// <summary>Prints the report's tables on the console.</summary>
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

        console.Write(Targets(report));
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

    private static Table Targets(Report report)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new("Targets") };
        table.AddColumns("Workload", "Target", "Measured", "Verdict");
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
                Markup.Escape(TargetText.Describe(verdict.Target)),
                Markup.Escape(TargetText.Measured(verdict)),
                $"[{colour}]{TargetText.Verdict(verdict.Kind)}[/]");
        }

        return table;
    }
}
