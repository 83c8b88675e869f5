namespace Parley.Command.Chat.Terminal;

/// <summary>The last hundred lines that were sent. The line being typed is kept while older ones are looked at.</summary>
internal sealed class LineHistory
{
    private const int MaxLines = 100;

    private readonly List<string> _lines = [];
    private int _at;
    private string _draft = "";

    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
            if (_lines.Count > MaxLines)
            {
                _lines.RemoveAt(0);
            }
        }

        _at = _lines.Count;
    }

    /// <summary>The line before the one shown; the first stays.</summary>
    public string Older(string shown)
    {
        if (_at == _lines.Count)
        {
            _draft = shown;
        }

        return _at == 0 ? shown : _lines[--_at];
    }

    /// <summary>The line after the one shown; behind the last is the one being typed.</summary>
    public string Newer(string shown)
    {
        if (_at == _lines.Count)
        {
            return shown;
        }

        return ++_at == _lines.Count ? _draft : _lines[_at];
    }
}
