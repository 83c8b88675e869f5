namespace Parley.Bench.Catalogue;

/// <summary>Which side of a figure is good.</summary>
internal enum Bound
{
    AtLeast,
    AtMost,
}
