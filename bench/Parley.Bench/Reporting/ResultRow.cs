namespace Parley.Bench.Reporting;

/// <summary>A server's row in a workload's table.</summary>
/// <param name="Contender">The server's name in results.</param>
/// <param name="Title">The server's name in tables.</param>
/// <param name="Cells">A text for each of the workload's columns.</param>
/// <param name="Ratio">The headline divided by Parley's.</param>
/// <param name="Rounds">Rounds that count, out of all.</param>
/// <param name="Notes">Why figures are missing.</param>
internal sealed record ResultRow(
    string Contender, string Title, IReadOnlyList<string> Cells, string Ratio, string Rounds, IReadOnlyList<string> Notes)
{
    /// <summary>The row's cells, from left to right.</summary>
    public IReadOnlyList<string> Texts => [Title, .. Cells, Ratio, Rounds];
}
