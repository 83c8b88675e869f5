namespace Parley.Bench.Measuring;

/// <summary>Whether a target is reached.</summary>
internal enum VerdictKind
{
    Reached,
    Missed,
    NotMeasured,
}
