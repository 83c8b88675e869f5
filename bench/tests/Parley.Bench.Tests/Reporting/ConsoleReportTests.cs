using Parley.Bench.Measuring;
using Parley.Bench.Reporting;
using Spectre.Console;

namespace Parley.Bench.Tests.Reporting;

public sealed class ConsoleReportTests
{
    [Fact]
    public void Write_Report_HasTableReasonsAndVerdicts()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;

        ConsoleReport.Write(
            Samples.Report(Samples.Results(Samples.Run("parley", 1, 4e6), Samples.Without("go", 1, Outcome.Failed, "[it] crashed"))),
            console);

        Assert.Contains("4.00 M", output.ToString());
        Assert.Contains("The go: [it] crashed", output.ToString());
        Assert.Contains("go in W1-100: [it] crashed", output.ToString());
        Assert.Contains("0 of 1 targets reached, 0 missed, 1 not measured.", output.ToString());
    }
}
