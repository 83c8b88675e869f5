using System.Text.Json;

namespace Parley.Bench.Running;

/// <summary>What the load generator said.</summary>
/// <param name="Figures">Every number it gave, by name.</param>
/// <param name="Faults">Messages lost, doubled or out of order.</param>
/// <param name="Valid">Whether the figures are the server's.</param>
/// <param name="InvalidReason">Why they are not.</param>
internal sealed record LoadOutput(IReadOnlyDictionary<string, double> Figures, long Faults, bool Valid, string? InvalidReason)
{
    /// <summary>Reads its last line; null if that is not a result.</summary>
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
