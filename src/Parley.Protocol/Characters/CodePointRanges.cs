namespace Parley.Protocol.Characters;

/// <summary>A set of code points.</summary>
/// <param name="ranges">The first and the last code point of each range, in ascending order.</param>
internal sealed class CodePointRanges(params (int First, int Last)[] ranges)
{
    private readonly int[] _firsts = [.. ranges.Select(range => range.First)];
    private readonly int[] _lasts = [.. ranges.Select(range => range.Last)];

    /// <summary>True if a code point is in the set.</summary>
    public bool Contains(int code)
    {
        var found = _firsts.AsSpan().BinarySearch(code);
        return found >= 0 || (found < -1 && code <= _lasts[~found - 1]);
    }

    /// <summary>The code points of the set that are no more than one UTF-16 code unit.</summary>
    public IEnumerable<char> Units() => ranges
        .Where(range => range.First <= char.MaxValue)
        .SelectMany(range => Enumerable.Range(range.First, Math.Min(range.Last, char.MaxValue) - range.First + 1))
        .Select(code => (char)code);
}
