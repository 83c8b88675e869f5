namespace Parley.Reliability.Tests.Checking;

/// <summary>What clients know about one room: what each sender sent, what was accepted, and what each reader received.</summary>
internal sealed class RoomRecord(string room)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _sent = [];
    private readonly List<ReaderRecord> _readers = [];
    private readonly List<(TextMessage Message, long Sequence)> _accepted = [];

    public string Room => room;

    /// <summary>Texts by sender, in the order they were sent, no matter what became of them.</summary>
    public IReadOnlyDictionary<string, List<string>> Sent => _sent;

    public IReadOnlyList<ReaderRecord> Readers => _readers;

    /// <summary>Messages that the server accepted, with their sequences: one entry for each answer, those to retries included.</summary>
    public IReadOnlyList<(TextMessage Message, long Sequence)> Accepted => _accepted;

    /// <summary>Records that the server accepted a text.</summary>
    public void AddAccepted(string user, string text, long sequence)
    {
        lock (_gate)
        {
            _accepted.Add((new TextMessage(user, text), sequence));
        }
    }

    /// <summary>Records that a text is about to be sent.</summary>
    public void AddSent(string user, string text)
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

    /// <summary>Adds a reader that has received nothing yet.</summary>
    public ReaderRecord AddReader(string name)
    {
        var reader = new ReaderRecord(name);
        lock (_gate)
        {
            _readers.Add(reader);
        }

        return reader;
    }
}
