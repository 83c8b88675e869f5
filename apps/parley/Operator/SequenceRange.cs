using System.Globalization;
using Parley.Command.Execution;

namespace Parley.Command.Operator;

/// <summary>Sequences on the command line.</summary>
internal static class SequenceRange
{
    /// <summary>The most sequences of one command.</summary>
    private const int MaxSequences = 10_000;

    /// <summary>Parses sequences such as <c>5</c> and ranges such as <c>7-9</c>.</summary>
    /// <exception cref="CommandException">One is malformed, or there are too many.</exception>
    public static IReadOnlyList<long> ParseAll(IEnumerable<string> ranges)
    {
        var sequences = new List<long>();
        foreach (var range in ranges)
        {
            var (first, last) = Parse(range);
            if (last - first >= MaxSequences - sequences.Count)
            {
                throw CommandException.Usage($"One command takes at most {MaxSequences:N0} sequences. Use several commands.");
            }

            for (var i = 0; i <= last - first; i++)
            {
                sequences.Add(first + i);
            }
        }

        return sequences;
    }

    private static (long First, long Last) Parse(string range)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = dash < 0 ? (range, range) : (range[..dash], range[(dash + 1)..]);
        return TryParse(from, out var first) && TryParse(to, out var last) && first <= last
            ? (first, last)
            : throw CommandException.Usage($"'{range}' is not a sequence or a range. Write a number such as 5, or a range such as 7-9.");
    }

    private static bool TryParse(string text, out long sequence) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence) && sequence > 0;
}
