namespace Parley.Protocol;

/// <summary>The order of well-formed texts by the bytes of their UTF-8, in which the contracts list names.</summary>
public sealed class Utf8Order : IComparer<string>
{
    private Utf8Order()
    {
    }

    /// <summary>The only instance.</summary>
    public static Utf8Order Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return string.CompareOrdinal(x, y);
        }

        var same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length.CompareTo(y.Length) : Weight(x[same]).CompareTo(Weight(y[same]));
    }

    // UTF-16 has surrogates, which stand for the highest characters, before the last 8,192 of the others.
    private static int Weight(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
