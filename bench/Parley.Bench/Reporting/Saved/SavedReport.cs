using System.Text.Json;

namespace Parley.Bench.Reporting.Saved;

/// <summary>What a chart needs from <c>results.json</c>; see <see cref="JsonReport"/>. Everything else in the file is ignored.</summary>
internal sealed record SavedReport
{
    public required int Version { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required IReadOnlyList<SavedServer> Servers { get; init; }

    public required IReadOnlyList<SavedWorkload> Workloads { get; init; }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SavedReportException">It is not a report, or it is of another version.</exception>
    public static SavedReport Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<SavedReport>(json, JsonSerializerOptions.Web) is { Version: JsonReport.Version } report
                ? report
                : throw new SavedReportException($"it is not a report of version {JsonReport.Version}");
        }
        catch (JsonException exception)
        {
            throw new SavedReportException($"it is not a report: {exception.Message}");
        }
    }

    /// <summary>The name of a server in charts.</summary>
    public string Title(string server) => Servers.FirstOrDefault(found => found.Name == server)?.Title ?? server;
}
