using System.Text.Json;

namespace Parley.Bench.Running;

/// <summary>The result line of the load generator.</summary>
/// <param name="Figures">Every number in it, by name.</param>
/// <param name="Faults">Messages lost, duplicated or out of order.</param>
/// <param name="Valid">False if the figures are not the server's.</param>
/// <param name="InvalidReason">Why they are not; null if they are.</param>
internal sealed record LoadOutput(IReadOnlyDictionary<string, double> Figures, long Faults, bool Valid, string? InvalidReason)
{
    /// <summary>Parses the last line of the output; null if it is not a result.</summary>
    public static LoadOutput? Parse(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static LoadOutput Read(JsonElement root)
    {
        var figures = new Dictionary<string, double>();
        Collect(root, figures);
        if (root.TryGetProperty("extra", out var extra) && extra.ValueKind == JsonValueKind.Object)
        {
            Collect(extra, figures);
        }

        figures.Remove("faults", out var faults);
        return new(
            figures,
            (long)faults,
            !root.TryGetProperty("valid", out var valid) || valid.ValueKind != JsonValueKind.False,
            root.TryGetProperty("invalidReason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null);
    }

    private static void Collect(JsonElement element, Dictionary<string, double> figures)
    {
        foreach (var property in element.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Number))
        {
            figures[property.Name] = property.Value.GetDouble();
        }
    }
}
