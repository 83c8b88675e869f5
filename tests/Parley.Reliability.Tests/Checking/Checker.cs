namespace Parley.Reliability.Tests.Checking;

/// <summary>
/// Judges a room from outside the server: what clients sent and received against a full read of the history and against the rows of
/// the log. Whatever any client received was acknowledged; what was sent and never received may be there once or not at all.
/// </summary>
internal static class Checker
{
    /// <summary>What is wrong; empty if nothing is.</summary>
    public static List<string> Check(RoomRecord record, IReadOnlyList<Said> history, IReadOnlyList<StoredEvent> rows)
    {
        var positions = new Dictionary<Said, int>();
        List<string> violations =
        [
            .. Doubled(history, positions),
            .. Missing(record, positions),
            .. Misnumbered(history, rows),
            .. Reordered(record, history),
            .. Invented(record, history),
            .. Displaced(record, positions),
            .. record.Readers.SelectMany(reader => Torn(reader, positions)),
        ];
        return [.. violations.Select(violation => $"{record.Room}: {violation}")];
    }

    private static IEnumerable<string> Missing(RoomRecord record, Dictionary<Said, int> positions) =>
        from reader in record.Readers
        from said in reader.Heard
        where !positions.ContainsKey(said)
        select $"K1 acknowledged, but missing: {said}, received by {reader.Name}";

    private static IEnumerable<string> Doubled(IReadOnlyList<Said> history, Dictionary<Said, int> positions)
    {
        for (var i = 0; i < history.Count; i++)
        {
            if (!positions.TryAdd(history[i], i))
            {
                yield return $"K2 twice, at {positions[history[i]]} and {i}: {history[i]}";
            }
        }
    }

    private static IEnumerable<string> Misnumbered(IReadOnlyList<Said> history, IReadOnlyList<StoredEvent> rows)
    {
        if (history.Count != rows.Count)
        {
            yield return $"K3 the history has {history.Count} messages, the log {rows.Count} rows";
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Sequence != i + 1)
            {
                yield return $"K3 row {i + 1} has sequence {rows[i].Sequence}: {rows[i].Said}";
            }

            if (i < history.Count && rows[i].Said != history[i])
            {
                yield return $"K3 row {i + 1} is {rows[i].Said}, in the history {history[i]}";
            }
        }
    }

    private static IEnumerable<string> Reordered(RoomRecord record, IReadOnlyList<Said> history)
    {
        foreach (var (user, texts) in record.Sent)
        {
            var turns = texts.Select((text, turn) => (text, turn)).ToDictionary(sent => sent.text, sent => sent.turn);
            var last = -1;
            foreach (var said in history.Where(said => said.User == user && turns.ContainsKey(said.Text)))
            {
                var turn = turns[said.Text];
                if (turn < last)
                {
                    yield return $"K4 sent before, but after {texts[last]} in the room: {said}";
                }

                last = turn;
            }
        }
    }

    private static IEnumerable<string> Invented(RoomRecord record, IReadOnlyList<Said> history)
    {
        var sent = record.Sent.SelectMany(sender => sender.Value, (sender, text) => new Said(sender.Key, text)).ToHashSet();
        return from said in history where !sent.Contains(said) select $"K5 nobody sent: {said}";
    }

    private static IEnumerable<string> Displaced(RoomRecord record, Dictionary<Said, int> positions)
    {
        foreach (var (said, sequence) in record.Accepted)
        {
            if (!positions.TryGetValue(said, out var position))
            {
                yield return $"K1 acknowledged, but missing: {said}, accepted as {sequence}";
            }
            else if (position + 1 != sequence)
            {
                yield return $"K6 accepted as {sequence}, but it is {position + 1}: {said}";
            }
        }
    }

    /// <summary>Only the first fault of a reader: every later one may follow from it.</summary>
    private static IEnumerable<string> Torn(ReaderLog reader, Dictionary<Said, int> positions)
    {
        for (var i = 1; i < reader.Heard.Count; i++)
        {
            if (positions.TryGetValue(reader.Heard[i - 1], out var before)
                && positions.TryGetValue(reader.Heard[i], out var after)
                && after != before + 1)
            {
                yield return $"K7 {reader.Name} received {after} after {before}: {reader.Heard[i]} after {reader.Heard[i - 1]}";
                yield break;
            }
        }
    }
}
