namespace Parley.Reliability.Tests.Checking;

/// <summary>What clients know about one room: what each sender sent and what each stream received.</summary>
internal sealed class RoomRecord(string room)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _sent = [];
    private readonly List<ReaderLog> _readers = [];
    private readonly List<(Said Said, long Sequence)> _accepted = [];

    public string Room => room;

    /// <summary>Texts by sender, in the order they were sent, whatever became of them.</summary>
    public IReadOnlyDictionary<string, List<string>> Sent => _sent;

    public IReadOnlyList<ReaderLog> Readers => _readers;

    /// <summary>What was said to be stored, and where: once for every time it was said, retries included.</summary>
    public IReadOnlyList<(Said Said, long Sequence)> Accepted => _accepted;

    /// <summary>Notes that a sender was told that a text is stored.</summary>
    public void Accept(string user, string text, long sequence)
    {
        lock (_gate)
        {
            _accepted.Add((new Said(user, text), sequence));
        }
    }

    /// <summary>Notes that a text is about to be sent.</summary>
    public void Send(string user, string text)
    {
        lock (_gate)
        {
            if (!_sent.TryGetValue(user, out var texts))
            {
                _sent[user] = texts = [];
            }

            texts.Add(text);
        }
    }

    /// <summary>Begins the log of another stream.</summary>
    public ReaderLog AddReader(string name)
    {
        var log = new ReaderLog(name);
        lock (_gate)
        {
            _readers.Add(log);
        }

        return log;
    }
}
