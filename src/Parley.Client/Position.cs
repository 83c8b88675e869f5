using System.Globalization;

namespace Parley.Client;

/// <summary>How far a reader is in a room. Write it down as text, and <see cref="From.After"/> it goes on after a restart.</summary>
/// <param name="Epoch">The incarnation of the room's log. Without white space.</param>
/// <param name="Sequence">The sequence of the last event the reader has; 0 if it has none.</param>
public readonly record struct Position(string Epoch, long Sequence)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static Position Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var space = text.AsSpan().Trim().LastIndexOf(' ');
        var trimmed = text.AsSpan().Trim();
        return space > 0 && long.TryParse(trimmed[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new Position(trimmed[..space].ToString(), sequence)
            : throw new FormatException("A position is an epoch, a space and a sequence.");
    }

    /// <summary>The epoch, a space, and the sequence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch} {Sequence}");
}
