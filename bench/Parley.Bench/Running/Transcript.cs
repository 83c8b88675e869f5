namespace Parley.Bench.Running;

/// <summary>The last lines that a program printed.</summary>
internal sealed class Transcript
{
    private const int Most = 200;

    private readonly Queue<string> _lines = [];

    /// <summary>The last line that says something; null if there is none.</summary>
    public string? LastLine
    {
        get
        {
            lock (_lines)
            {
                return _lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim();
            }
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Most)
            {
                _lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
