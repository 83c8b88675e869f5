using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary><c>results.json</c>: all results, for programs.</summary>
internal static class JsonReport
{
    /// <summary>The version of the format, for readers.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(Report report) => new JsonObject
    {
        ["version"] = Version,
        ["started"] = report.Started.ToString("O"),
        ["seconds"] = report.Duration.TotalSeconds,
        ["commandLine"] = report.CommandLine,
        ["interrupted"] = report.Interrupted,
        ["machine"] = JsonSerializer.SerializeToNode(report.Machine, JsonSerializerOptions.Web),
        ["warnings"] = Array(report.Warnings.Select(warning => (JsonNode)warning)),
        ["servers"] = Array(report.Plan.Contenders.Select(contender => Server(report, contender))),
        ["workloads"] = Array(report.Plan.Workloads.Select(workload => Workload(report, workload))),
        ["targets"] = Array(report.Verdicts.Select(Target)),
    }.ToJsonString(Options);

    private static JsonObject Server(Report report, Contender contender)
    {
        var availability = report.Availability.GetValueOrDefault(contender.Name);
        return new()
        {
            ["name"] = contender.Name,
            ["title"] = contender.Title,
            ["protocol"] = contender.Protocol,
            ["available"] = availability?.IsAvailable ?? false,
            ["reason"] = availability?.Reason,
            ["madeWith"] = availability?.Version,
            ["guarantees"] = JsonSerializer.SerializeToNode(contender.Guarantees, JsonSerializerOptions.Web),
        };
    }

    private static JsonObject Workload(Report report, Workload workload) => new()
    {
        ["name"] = workload.Name,
        ["title"] = workload.Title,
        ["load"] = workload.LoadText,
        ["headline"] = workload.Headline.Key,
        ["servers"] = Array(report.Cells(workload).Select(cell => Cell(report, workload, cell))),
    };

    private static JsonObject Cell(Report report, Workload workload, Cell cell)
    {
        var subject = report.Results.Cell(workload.Name, Catalog.Subject);
        var metrics = new JsonObject();
        foreach (var metric in workload.Columns)
        {
            metrics[metric.Key] = Spread(cell.Counted(metric), cell.Over(subject, metric));
        }

        return new()
        {
            ["server"] = cell.Contender,
            ["measured"] = cell.Measured,
            ["troubles"] = Array(cell.Problems().Select(problem => (JsonNode)problem)),
            ["metrics"] = metrics,
            ["runs"] = Array(cell.Runs.Select(Run)),
        };
    }

    private static JsonObject? Spread(Spread? spread, Spread? ratio) => spread is not { } value ? null : new()
    {
        ["median"] = value.Median,
        ["min"] = value.Min,
        ["max"] = value.Max,
        ["overParley"] = ratio?.Median,
    };

    private static JsonObject Run(RunResult run) => new()
    {
        ["round"] = run.Round,
        ["outcome"] = JsonNamingPolicy.CamelCase.ConvertName(run.Outcome.ToString()),
        ["reason"] = run.Reason,
        ["seconds"] = run.Taken.TotalSeconds,
        ["figures"] = JsonSerializer.SerializeToNode(run.Figures),
    };

    private static JsonObject Target(Verdict verdict) => new()
    {
        ["workload"] = verdict.Target.Workload,
        ["goal"] = TargetText.Describe(verdict.Target),
        ["limit"] = verdict.Target.Limit,
        ["measured"] = verdict.Value?.Median,
        ["min"] = verdict.Value?.Min,
        ["max"] = verdict.Value?.Max,
        ["verdict"] = JsonNamingPolicy.CamelCase.ConvertName(verdict.Kind.ToString()),
        ["reason"] = verdict.Reason,
    };

    private static JsonArray Array(IEnumerable<JsonNode?> nodes) => new([.. nodes]);
}
