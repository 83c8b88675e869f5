namespace Parley.Command.Chat.Terminal;

/// <summary>The last 100 lines that were sent. The line being typed is kept while the user looks at older ones.</summary>
internal sealed class LineHistory
{
    private const int MaxLines = 100;

    private readonly List<string> _lines = [];
    private int _index;
    private string _draft = "";

    /// <summary>Adds a line, unless it is empty or the same as the newest one.</summary>
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

        _index = _lines.Count;
    }

    /// <summary>The line before the one shown, or the one shown if it is the oldest.</summary>
    public string Older(string shown)
    {
        if (_index == _lines.Count)
        {
            _draft = shown;
        }

        return _index == 0 ? shown : _lines[--_index];
    }

    /// <summary>The line after the one shown; after the newest comes the one being typed.</summary>
    public string Newer(string shown)
    {
        if (_index == _lines.Count)
        {
            return shown;
        }

        return ++_index == _lines.Count ? _draft : _lines[_index];
    }
}
