namespace Parley.Bench.Reporting;

/// <summary>A server's row in a workload's table.</summary>
/// <param name="Contender">Its name in results.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Cells">A text for each of the workload's columns.</param>
/// <param name="Ratio">Its headline over Parley's.</param>
/// <param name="Rounds">Rounds that count, of those planned.</param>
/// <param name="Notes">Why something is missing.</param>
internal sealed record ResultRow(
    string Contender, string Title, IReadOnlyList<string> Cells, string Ratio, string Rounds, IReadOnlyList<string> Notes)
{
    /// <summary>The row as the table has it.</summary>
    public IReadOnlyList<string> Texts => [Title, .. Cells, Ratio, Rounds];
}
