using System.Text;
using System.Text.Json;

namespace Parley.Interop.Tests.Collaboration;

/// <summary>
/// A step as the sample posts it: the JSON of a CodeMirror change set, read without CodeMirror. It is a list of sections. A number is a
/// length that stays, and a list begins with a length that goes, followed by the lines that take its place.
/// </summary>
internal static class CodeMirrorStep
{
    /// <summary>Applies a step to a text.</summary>
    /// <exception cref="InvalidOperationException">The step is for a text of another length.</exception>
    public static string Apply(ReadOnlySpan<byte> step, string text)
    {
        using var json = JsonDocument.Parse(step.ToArray());
        var result = new StringBuilder();
        var position = 0;
        foreach (var section in json.RootElement.GetProperty("changes").EnumerateArray())
        {
            if (section.ValueKind == JsonValueKind.Number)
            {
                result.Append(text, position, section.GetInt32());
                position += section.GetInt32();
            }
            else
            {
                position += section[0].GetInt32();
                result.AppendJoin('\n', section.EnumerateArray().Skip(1).Select(line => line.GetString()));
            }
        }

        return position == text.Length
            ? result.ToString()
            : throw new InvalidOperationException($"A step for {position} characters meets a text of {text.Length}.");
    }
}
