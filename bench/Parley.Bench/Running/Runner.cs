using System.Globalization;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Measuring;
using Parley.Bench.Planning;

namespace Parley.Bench.Running;

/// <summary>Runs one server under one load, with a new process and a new directory each time. Nothing is left afterwards.</summary>
internal sealed class Runner(Launch load, string root, string output, RunLimits limits)
{
    private const int FaultsExit = 1;
    private const int GeneratorLimitExit = 3;
    private const string LostOrDisordered = "messages were lost, duplicated or out of order";

    private readonly string _data = Path.Combine(output, "data");
    private TlsFiles? _tls;

    /// <summary>Runs it. Errors become the result's reason; only a cancellation throws.</summary>
    public async Task<RunResult> RunAsync(PlannedRun run, long? rate, CancellationToken cancellationToken)
    {
        var data = Directory.CreateDirectory(Path.Combine(_data, FileName(run))).FullName;
        try
        {
            return await RunAsync(run, rate, data, cancellationToken);
        }
        catch (Exception exception) when (exception is RunException or IOException)
        {
            return Result(run, Outcome.Failed, exception.Message);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Removes the servers' data directories.</summary>
    public void RemoveData()
    {
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    private async Task<RunResult> RunAsync(PlannedRun run, long? rate, string data, CancellationToken cancellationToken)
    {
        var tls = run.Workload.IsTls ? _tls ??= SessionCertificate.Create(_data, DateTimeOffset.UtcNow) : null;
        await using var server = await RunningServer.StartAsync(
            tls is null ? run.Contender : run.Contender.WithTls(tls),
            Path.Combine(root, run.Contender.Directory),
            data,
            limits.Ready,
            cancellationToken);
        var arguments = LoadArguments.Of(
            run.Workload, run.Workload.UsesSdk ? null : run.Contender.Protocol, server.Port, server.ProcessId, rate, tls);
        await using var child = ChildProcess.Start(load with { Arguments = [.. load.Arguments, .. arguments] }, root);
        var timeout = limits.Load(run);
        var result = await child.WaitForExitAsync(timeout, cancellationToken)
            ? await ReadAsync(run, child)
            : Result(run, Outcome.Failed, $"the load ran for more than {timeout.TotalSeconds:0.#} s and was ended");
        if (result.Outcome is Outcome.Failed or Outcome.Faults)
        {
            result = server.HasExited ? result with { Outcome = Outcome.Failed, Reason = server.ExitDescription } : result;
            await LogAsync(run, string.Join(' ', arguments), server.Transcript, child.Transcript);
        }

        return result;
    }

    private static async Task<RunResult> ReadAsync(PlannedRun run, ChildProcess child)
    {
        string? last = null;
        await foreach (var line in child.Lines.ReadAllAsync())
        {
            last = string.IsNullOrWhiteSpace(line) ? last : line;
        }

        return Read(run, child.ExitCode, LoadOutput.Parse(last), child.Transcript.Cause);
    }

    private static RunResult Read(PlannedRun run, int exitCode, LoadOutput? output, string? cause)
    {
        if (output is null)
        {
            return Result(
                run, Outcome.Failed, $"the load generator exited with {exitCode} and no result{(cause is null ? "" : $": {cause}")}");
        }

        var (outcome, reason) = exitCode switch
        {
            _ when output.Faults > 0 => (Outcome.Faults, Faults(output)),
            GeneratorLimitExit => (Outcome.GeneratorLimit, Limit(output)),
            0 when !output.Valid => (Outcome.GeneratorLimit, Limit(output)),
            0 => (Outcome.Measured, null),
            FaultsExit => (Outcome.Faults, output.InvalidReason ?? "the load generator found faults"),
            _ => (Outcome.Failed, $"the load generator exited with {exitCode}{(cause is null ? "" : $": {cause}")}"),
        };
        return Result(run, outcome, reason) with { Figures = output.Figures };
    }

    private static string Faults(LoadOutput output) => string.Create(
        CultureInfo.InvariantCulture,
        $"{output.Faults:N0} fault{(output.Faults == 1 ? "" : "s")}: {output.InvalidReason ?? LostOrDisordered}");

    private static string Limit(LoadOutput output) =>
        output.InvalidReason ?? "the load generator was the limit";

    private static RunResult Result(PlannedRun run, Outcome outcome, string? reason) => new()
    {
        Workload = run.Workload.Name,
        Contender = run.Contender.Name,
        Round = run.Round,
        Outcome = outcome,
        Reason = reason,
    };

    private Task LogAsync(PlannedRun run, string arguments, Transcript server, Transcript load)
    {
        var directory = Directory.CreateDirectory(Path.Combine(output, "logs")).FullName;
        return File.WriteAllTextAsync(
            Path.Combine(directory, FileName(run) + ".txt"),
            $"load {arguments}\n\nThe server printed:\n{server}\n\nThe load generator printed:\n{load}\n",
            CancellationToken.None);
    }

    private static string FileName(PlannedRun run) => $"{run.Workload.Name}.{run.Contender.Name}.{run.Round}";
}
