using System.Globalization;

namespace Parley.Client;

/// <summary>How far a reader is in a room. Save it as text; <see cref="From.After"/> resumes there, even after a restart.</summary>
/// <param name="Epoch">Identifies the room's log. A new log has a new epoch. Contains no white space.</param>
/// <param name="Sequence">The sequence of the last event the reader has; 0 if it has none.</param>
public readonly record struct Position(string Epoch, long Sequence)
{
    /// <summary>Parses what <see cref="ToString"/> returned.</summary>
    /// <exception cref="FormatException">The text is not a position.</exception>
    public static Position Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan().Trim();
        var space = trimmed.LastIndexOf(' ');
        return space > 0 && long.TryParse(trimmed[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new Position(trimmed[..space].ToString(), sequence)
            : throw new FormatException("A position is an epoch, a space and a sequence.");
    }

    /// <summary>The epoch, a space and the sequence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch} {Sequence}");
}
