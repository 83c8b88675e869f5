namespace Parley.Bench.Reporting;

/// <summary>A table in Markdown.</summary>
internal static class MarkdownTable
{
    public static string Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) => string.Concat(
        rows.Prepend(header.Select(_ => "---").ToList()).Prepend(header)
            .Select(row => $"| {string.Join(" | ", row.Select(Escaped))} |\n"));

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
