using System.Text.RegularExpressions;

namespace Parley.Bench.Running;

/// <summary>The last lines a program printed.</summary>
internal sealed partial class Transcript
{
    private const int Max = 200;

    private readonly Queue<string> _lines = [];

    /// <summary>The first line that looks like an error, or else the last line that is not empty; null if there is none.</summary>
    public string? Cause
    {
        get
        {
            lock (_lines)
            {
                return (_lines.FirstOrDefault(line => ErrorLine().IsMatch(line))
                    ?? _lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)))?.Trim();
            }
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Max)
            {
                _lines.Dequeue();
            }
        }
    }

    // The words with which compilers and runtimes report errors. Those of make are left out: it only repeats that a command failed.
    [GeneratedRegex(@"^(?!make).*(\berror\b|unhandled exception|^panic|^fatal|^Parley\.Load: )", RegexOptions.IgnoreCase)]
    private static partial Regex ErrorLine();

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
