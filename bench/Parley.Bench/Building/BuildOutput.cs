namespace Parley.Bench.Building;

/// <summary>Finds in a build's output the line that says why it failed.</summary>
internal static class BuildOutput
{
    public static string Cause(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("make", StringComparison.Ordinal))
            ?? lines.LastOrDefault()
            ?? "it printed nothing";
    }
}
