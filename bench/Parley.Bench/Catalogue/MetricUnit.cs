namespace Parley.Bench.Catalogue;

/// <summary>What a figure counts, which decides how it is written.</summary>
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
