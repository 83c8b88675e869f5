using System.Diagnostics;
using Parley.Bench.Building;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Machines;
using Parley.Bench.Measuring;
using Parley.Bench.Planning;
using Parley.Bench.Progress;
using Parley.Bench.Reporting;
using Parley.Bench.Running;

namespace Parley.Bench;

/// <summary>Plans, builds, runs and reports. A run that fails never ends the others; an interrupted session reports what it has.</summary>
internal sealed class Session(SessionOptions options, IView view, TimeProvider time)
{
    private readonly Results _results = new();
    private readonly Runner _runner = new(options.Load.Start, options.Root, options.Output, options.Limits);

    /// <summary>Runs everything and writes the report.</summary>
    /// <returns>The report; null if the session was interrupted before anything ran.</returns>
    public async Task<Report?> RunAsync(CancellationToken cancellationToken)
    {
        var (started, start) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
        var plan = new Planner(options.Catalog, options.Selection).Plan();
        view.WriteLine($"{plan.Workloads.Count} workloads, {plan.Contenders.Count} servers, {plan.Runs.Count} runs: "
            + $"about {Numbers.Time(plan.Estimate)}, plus the time to build.");
        Directory.CreateDirectory(options.Output);
        var load = MachineReader.LoadAverage();
        var preparation = new Preparation(new Builder(options.Root, options.Output), options.Load, options.Root, view.WriteLine);
        Dictionary<string, Availability> available;
        try
        {
            available = await preparation.RunAsync(plan, options.Build, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var machine = MachineReader.Read(options.Output, load);
        await view.ShowAsync(plan, () => RunAllAsync(plan, available, cancellationToken));
        _runner.RemoveData();
        var verdicts = Verdicts(plan);
        var report = new Report
        {
            Started = started,
            Duration = Stopwatch.GetElapsedTime(start),
            CommandLine = options.CommandLine,
            Machine = machine,
            Plan = plan,
            Availability = available,
            Results = _results,
            Verdicts = verdicts,
            OtherTargets = options.Catalog.Targets.Count - verdicts.Count,
            Interrupted = cancellationToken.IsCancellationRequested,
            Warnings = preparation.Warnings,
        };
        await ReportFiles.WriteAsync(report, options.Output);
        return report;
    }

    private async Task RunAllAsync(Plan plan, Dictionary<string, Availability> available, CancellationToken cancellationToken)
    {
        var clock = new SessionClock(plan);
        foreach (var (index, run) in plan.Runs.Index())
        {
            view.Starting(run, index + 1, clock.Remaining);
            var start = Stopwatch.GetTimestamp();
            var result = await RunAsync(run, available[run.Contender.Name], cancellationToken);
            result = result with { Taken = Stopwatch.GetElapsedTime(start) };
            _results.Add(result);
            clock.Finished(run, result.Taken);
            if (!cancellationToken.IsCancellationRequested)
            {
                view.Finished(run, index + 1, result);
            }
        }
    }

    private async Task<RunResult> RunAsync(PlannedRun run, Availability availability, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Without(run, Outcome.NotRun, "interrupted before it started");
        }

        if (availability.Reason is { } reason)
        {
            return Without(run, Outcome.NotAvailable, $"not available: {reason}");
        }

        var rate = Rate(run);
        if (run.Workload.Pace is { } pace && rate is null)
        {
            return Without(run, Outcome.NotRun, $"its capacity in {pace.Workload} was not measured");
        }

        try
        {
            return await _runner.RunAsync(run, rate, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Without(run, Outcome.NotRun, "interrupted while it ran");
        }
    }

    /// <summary>The messages per second for a share of the server's deliveries; each message goes to every stream.</summary>
    private long? Rate(PlannedRun run)
    {
        if (run.Workload.Pace is not { } pace)
        {
            return null;
        }

        var full = options.Catalog.Workload(pace.Workload);
        var deliveries = _results.Cell(full.Name, run.Contender.Name).Shown(Metrics.Deliveries)?.Median;
        return deliveries is > 0 ? Math.Max(1, (long)(deliveries.Value * pace.Share / full.Streams)) : null;
    }

    private List<Verdict> Verdicts(Plan plan)
    {
        var judge = new Judge(_results);
        return [.. options.Catalog.Targets.Where(target => plan.Workloads.Any(workload => workload.Name == target.Workload))
            .Select(judge.Evaluate)];
    }

    private static RunResult Without(PlannedRun run, Outcome outcome, string reason) => new()
    {
        Workload = run.Workload.Name,
        Contender = run.Contender.Name,
        Round = run.Round,
        Outcome = outcome,
        Reason = reason,
    };
}
