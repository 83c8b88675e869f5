using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Parley.Testing;

/// <summary>A case in <c>docs/reference/text.md</c>: a text, and what every client shows of it.</summary>
/// <param name="Line">The case as the document has it.</param>
/// <param name="Input">The text. A byte that is not UTF-8 is a lone surrogate, as Python reads it: U+DC00 and its value.</param>
/// <param name="Output">What is shown.</param>
public sealed partial record TextCase(string Line, string Input, string Output)
{
    private const char FirstByte = '\uDC00';

    /// <summary>All cases of the document.</summary>
    public static IReadOnlyList<TextCase> All { get; } =
    [
        .. Block().Match(File.ReadAllText(Repository.At("docs", "reference", "text.md"))).Groups["lines"].Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(Parse),
    ];

    /// <summary>The text as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        for (var at = 0; at < Input.Length;)
        {
            var length = char.IsHighSurrogate(Input[at]) ? 2 : 1;
            bytes.AddRange(length == 1 && char.IsSurrogate(Input[at])
                ? [(byte)(Input[at] - FirstByte)]
                : Encoding.UTF8.GetBytes(Input.Substring(at, length)));
            at += length;
        }

        return [.. bytes];
    }

    private static TextCase Parse(string line)
    {
        var parts = line.Split(" → ");
        return parts is [var input, var output]
            ? new TextCase(line, Unescape(input), Unescape(output))
            : throw new FormatException($"Not a case, which is a text, an arrow and what is shown: {line}");
    }

    private static string Unescape(string text) => Escape().Replace(text, static match => match.Groups["byte"] is { Success: true } value
        ? ((char)(FirstByte + Hex(value.Value))).ToString()
        : string.Concat(match.Groups["codes"].Value.Split(' ').Select(code => ToText(Hex(code)))));

    private static string ToText(int code) => code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code);

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex("```cases\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\\\{(?<codes>[0-9A-F ]+)\}|\\x\{(?<byte>[0-9A-F]{2})\}")]
    private static partial Regex Escape();
}
