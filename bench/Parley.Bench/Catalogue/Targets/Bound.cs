namespace Parley.Bench.Catalogue.Targets;

/// <summary>Whether a figure should be high or low.</summary>
internal enum Bound
{
    AtLeast,
    AtMost,
}
