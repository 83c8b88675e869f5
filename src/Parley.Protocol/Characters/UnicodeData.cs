using System.Globalization;

namespace Parley.Protocol.Characters;

/// <summary>
/// What the runtime does not know about characters while it runs without ICU. Read once, from <c>unicode-data.txt</c>, when the first name
/// needs it.
/// </summary>
internal sealed class UnicodeData
{
    private readonly List<(int First, int Last)> _never = [];
    private readonly List<(int First, int Last)> _textStyle = [];

    private UnicodeData(TextReader lines)
    {
        var section = "";
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                section = line[2..];
            }
            else
            {
                Add(section, line.Split(' '));
            }
        }

        // A composed character combines with the one before it if its first part does.
        Combining.UnionWith(Parts.Keys.Where(code => Combining.Contains(FirstPart(code))).ToList());
        NeverInNfc = new CodePointRanges([.. _never]);
        TextStyle = new CodePointRanges([.. _textStyle]);
    }

    public static UnicodeData Instance { get; } = Read();

    /// <summary>The order of combining marks after the same letter: 1 or more. Other characters have none.</summary>
    public Dictionary<int, int> Ranks { get; } = [];

    /// <summary>The two parts of a composed character, of which the first may be composed itself.</summary>
    public Dictionary<int, (int First, int Last)> Parts { get; } = [];

    /// <summary>The character that two parts make.</summary>
    public Dictionary<(int First, int Last), int> Whole { get; } = [];

    /// <summary>Characters that may combine with the one before them, or change places with it.</summary>
    public HashSet<int> Combining { get; } = [];

    /// <summary>Characters for which NFC always has others.</summary>
    public CodePointRanges NeverInNfc { get; }

    /// <summary>Characters that are an emoji only with U+FE0F after them.</summary>
    public CodePointRanges TextStyle { get; }

    private static UnicodeData Read()
    {
        using var data = typeof(UnicodeData).Assembly.GetManifestResourceStream("unicode-data.txt")!;
        using var lines = new StreamReader(data);
        return new UnicodeData(lines);
    }

    private int FirstPart(int code) => Parts.TryGetValue(code, out var parts) ? FirstPart(parts.First) : code;

    private void Add(string section, string[] fields)
    {
        var (first, last) = Range(fields[0]);
        switch (section)
        {
            case "never":
                _never.Add((first, last));
                break;
            case "text-style":
                _textStyle.Add((first, last));
                break;
            case "rank":
                for (var code = first; code <= last; code++)
                {
                    Ranks.Add(code, int.Parse(fields[1], CultureInfo.InvariantCulture));
                    Combining.Add(code);
                }

                break;
            case "composed":
                var parts = (First: Hex(fields[1]), Last: Hex(fields[2]));
                Parts.Add(first, parts);
                Whole.Add(parts, first);
                Combining.Add(parts.Last);
                break;
            default:
                throw new FormatException($"unicode-data.txt has an unknown section: {section}");
        }
    }

    private static (int First, int Last) Range(string text) =>
        text.Split("..") is [var first, var last] ? (Hex(first), Hex(last)) : (Hex(text), Hex(text));

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
