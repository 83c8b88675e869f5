namespace Parley.Bench.Catalogue.Figures;

/// <summary>A figure that a run measures.</summary>
/// <param name="Key">Its name in the load generator's output and in results.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record Metric(string Key, string Title, MetricUnit Unit)
{
    /// <summary>More is better.</summary>
    public bool HigherIsBetter => Unit == MetricUnit.PerSecond;
}
