namespace Parley.Bench.Catalogue.Figures;

/// <summary>The unit of a figure, which decides how it is written.</summary>
internal enum MetricUnit
{
    PerSecond,
    CpuMicroseconds,
    Microseconds,
    Milliseconds,
    Seconds,
    Mebibytes,
    Kibibytes,
    Share,
    Ratio,
}
