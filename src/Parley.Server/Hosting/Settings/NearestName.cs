namespace Parley.Server.Hosting.Settings;

/// <summary>Finds the name that somebody has misspelled.</summary>
public static class NearestName
{
    // A name of which more than a third is wrong can hardly have been meant.
    private const int LettersPerEdit = 3;

    /// <summary>The known name that is nearest to another one; <c>null</c> if none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known) => known
        .Where(candidate => Distance(candidate, name) * LettersPerEdit <= name.Length)
        .MinBy(candidate => Distance(candidate, name));

    /// <summary>Advice to put after an error, with a space before it; empty if no known name is near.</summary>
    public static string Advise(string name, IEnumerable<string> known) =>
        Find(name, known) is { } nearest ? $" Did you mean {nearest}?" : "";

    /// <summary>How many letters must be added, removed, replaced or exchanged with the next to make one text into another.</summary>
    private static int Distance(string from, string to)
    {
        var distances = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    distances[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1),
                    1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], 1 + distances[i - 2, j - 2]);
                }
            }
        }

        return distances[from.Length, to.Length];
    }
}
