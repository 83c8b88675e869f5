using System.CommandLine;
using System.Globalization;
using Parley.Bench.Building;
using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Measuring;
using Parley.Bench.Planning;
using Parley.Bench.Progress;
using Parley.Bench.Reporting;
using Parley.Bench.Reporting.Charts;
using Parley.Bench.Reporting.Saved;
using Spectre.Console;

namespace Parley.Bench;

/// <summary><c>./eng/bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>Exit code for an invalid command line.</summary>
    public const int Usage = 2;

    /// <summary>Exit code if Parley itself could not be measured.</summary>
    private const int Failure = 1;

    private const int Interrupted = 130;

    /// <summary>The width the tables need, in characters, where no terminal reports its own.</summary>
    private const int PlainWidth = 200;

    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "A few workloads and peers: at most 5 minutes instead of 40.",
    };

    private static readonly Option<string[]> Workloads = new("--workload")
    {
        Description = "Only this workload, such as W1-100, or W1 for all that begin with it. Can be repeated.",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Peers = new("--peer")
    {
        Description = "Only this peer beside Parley, in every workload it can run. Can be repeated.",
        HelpName = "NAME",
    };

    private static readonly Option<int?> Rounds = new("--rounds") { Description = "Rounds of every workload, at least 1.", HelpName = "N" };

    private static readonly Option<bool> Soak = new("--soak") { Description = "Include the half hour under load (W13)." };

    private static readonly Option<bool> NoBuild = new("--no-build") { Description = "Install and build nothing." };

    private static readonly Option<bool> List = new("--list") { Description = "Print the plan and its estimate; run nothing." };

    private static readonly Option<string?> Chart = new("--chart")
    {
        Description = "Draw the headline figures of a saved report, a session's directory or its results.json, and measure nothing.",
        HelpName = "REPORT",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("Measures Parley and its peers on this machine, and writes a report to bench/results.")
        {
            Quick, Workloads, Peers, Rounds, Soak, NoBuild, List, Chart,
        };
        Rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--rounds must be at least 1.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Chart) is { } saved)
        {
            return await DrawAsync(saved);
        }

        var time = TimeProvider.System;
        var root = Repository.Find();
        var options = Options(parsed, root, time.GetUtcNow());
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PlainWidth;
        }

        try
        {
            return parsed.GetValue(List)
                ? Print(new Planner(options.Catalog, options.Selection).Plan())
                : Print(await new Session(options, View(console), time).RunAsync(cancellationToken), options.Output, console);
        }
        catch (PlanException exception)
        {
            return Fail(exception.Message, Usage);
        }
        catch (PreparationException exception)
        {
            return Fail(exception.Message, Failure);
        }
    }

    private static async Task<int> DrawAsync(string report)
    {
        try
        {
            Console.WriteLine(await ChartFile.WriteAsync(report));
            return 0;
        }
        catch (SavedReportException exception)
        {
            return Fail(exception.Message, Usage);
        }
    }

    private static SessionOptions Options(ParseResult parsed, string root, DateTimeOffset now) => new()
    {
        Root = root,
        Output = Path.Combine(root, "bench", "results", now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)),
        Selection = new()
        {
            Quick = parsed.GetValue(Quick),
            Workloads = parsed.GetValue(Workloads) ?? [],
            Peers = parsed.GetValue(Peers) ?? [],
            Rounds = parsed.GetValue(Rounds),
            Soak = parsed.GetValue(Soak),
        },
        Build = !parsed.GetValue(NoBuild),
        Load = new(
            "bench/Parley.Load",
            DotnetBuild.Of("Parley.Load.csproj"),
            new("dotnet", Path.Combine(root, "bench", "Parley.Load", "bin", "Release", "net10.0", "Parley.Load.dll"))),
        CommandLine = string.Join(' ', ["./eng/bench", .. parsed.Tokens.Select(found => found.Value)]),
    };

    private static IView View(IAnsiConsole console) => Console.IsOutputRedirected || !console.Profile.Capabilities.Interactive
        ? new PlainView(Console.Out)
        : new TerminalView(console);

    private static int Print(Plan plan)
    {
        foreach (var workload in plan.Workloads)
        {
            var runs = plan.Runs.Where(run => run.Workload == workload).ToList();
            var servers = runs.GroupBy(run => run.Contender.Name).Select(group => $"{group.Key} ×{group.Count()}");
            Console.WriteLine($"{workload.Name,-18} {workload.Title}\n{"",-18} {string.Join(", ", servers)}");
        }

        Console.WriteLine($"{plan.Runs.Count} runs: about {Numbers.Time(plan.Estimate)}, plus the time to build.");
        return 0;
    }

    private static int Print(Report? report, string output, IAnsiConsole console)
    {
        if (report is null)
        {
            return Interrupted;
        }

        ConsoleReport.Write(report, console);
        Console.WriteLine($"{output}{Path.DirectorySeparatorChar}report.md");
        return report.Interrupted ? Interrupted
            : report.Results.Runs.Any(run => run.Contender == Catalog.Subject && run.Outcome == Outcome.Measured) ? 0
            : Failure;
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"bench: {message}");
        return code;
    }
}
