using System.Text.RegularExpressions;

namespace Parley.Bench.Running;

/// <summary>The last lines that a program printed.</summary>
internal sealed partial class Transcript
{
    private const int Max = 200;

    private readonly Queue<string> _lines = [];

    /// <summary>The first line that sounds like a cause, or else the last that says something; null if there is none.</summary>
    public string? Cause
    {
        get
        {
            lock (_lines)
            {
                return (_lines.FirstOrDefault(line => Trouble().IsMatch(line)) ?? _lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)))?.Trim();
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

    // The words in which compilers and runtimes say why they end; make only says that somebody else did.
    [GeneratedRegex(@"^(?!make).*(\berror\b|unhandled exception|^panic|^fatal|^Parley\.Load: )", RegexOptions.IgnoreCase)]
    private static partial Regex Trouble();

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
