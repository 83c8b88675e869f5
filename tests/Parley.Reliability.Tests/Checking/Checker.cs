namespace Parley.Reliability.Tests.Checking;

/// <summary>
/// Checks a room from outside the server: compares what clients sent and received with a full read of the history and with the rows of the
/// log. What any client received counts as acknowledged. What was sent but never received may be there once or not at all.
/// </summary>
/// <remarks>
/// K1: an acknowledged message is missing. K2: a message is there twice. K3: the rows are not the history, numbered from 1. K4: messages of
/// one sender are out of order. K5: a message was never sent. K6: a message's sequence differs from the accepted one. K7: a reader
/// missed or repeated a message.
/// </remarks>
internal static class Checker
{
    /// <summary>The violations that were found.</summary>
    public static List<string> Check(RoomRecord record, IReadOnlyList<TextMessage> history, IReadOnlyList<StoredEvent> rows)
    {
        var positions = new Dictionary<TextMessage, int>();
        List<string> violations =
        [
            .. FindDuplicates(history, positions),
            .. FindMissing(record, positions),
            .. FindMisnumbered(history, rows),
            .. FindReordered(record, history),
            .. FindUnsent(record, history),
            .. FindMisplaced(record, positions),
            .. record.Readers.SelectMany(reader => FindFirstGap(reader, positions)),
        ];
        return [.. violations.Select(violation => $"{record.Room}: {violation}")];
    }

    private static IEnumerable<string> FindMissing(RoomRecord record, Dictionary<TextMessage, int> positions) =>
        from reader in record.Readers
        from message in reader.Received
        where !positions.ContainsKey(message)
        select $"K1 acknowledged, but missing: {message}, received by {reader.Name}";

    /// <summary>Also fills <paramref name="positions"/>: where each message is in the history.</summary>
    private static IEnumerable<string> FindDuplicates(IReadOnlyList<TextMessage> history, Dictionary<TextMessage, int> positions)
    {
        for (var i = 0; i < history.Count; i++)
        {
            if (!positions.TryAdd(history[i], i))
            {
                yield return $"K2 twice, at {positions[history[i]]} and {i}: {history[i]}";
            }
        }
    }

    private static IEnumerable<string> FindMisnumbered(IReadOnlyList<TextMessage> history, IReadOnlyList<StoredEvent> rows)
    {
        if (history.Count != rows.Count)
        {
            yield return $"K3 the history has {history.Count} messages, the log {rows.Count} rows";
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Sequence != i + 1)
            {
                yield return $"K3 row {i + 1} has sequence {rows[i].Sequence}: {rows[i].Message}";
            }

            if (i < history.Count && rows[i].Message != history[i])
            {
                yield return $"K3 row {i + 1} is {rows[i].Message}, in the history {history[i]}";
            }
        }
    }

    private static IEnumerable<string> FindReordered(RoomRecord record, IReadOnlyList<TextMessage> history)
    {
        foreach (var (user, texts) in record.Sent)
        {
            var turns = texts.Select((text, turn) => (text, turn)).ToDictionary(sent => sent.text, sent => sent.turn);
            var last = -1;
            foreach (var message in history.Where(message => message.User == user && turns.ContainsKey(message.Text)))
            {
                var turn = turns[message.Text];
                if (turn < last)
                {
                    yield return $"K4 sent before {texts[last]}, but after it in the room: {message}";
                }

                last = turn;
            }
        }
    }

    private static IEnumerable<string> FindUnsent(RoomRecord record, IReadOnlyList<TextMessage> history)
    {
        var sent = record.Sent.SelectMany(sender => sender.Value, (sender, text) => new TextMessage(sender.Key, text)).ToHashSet();
        return from message in history where !sent.Contains(message) select $"K5 nobody sent: {message}";
    }

    private static IEnumerable<string> FindMisplaced(RoomRecord record, Dictionary<TextMessage, int> positions)
    {
        foreach (var (message, sequence) in record.Accepted)
        {
            if (!positions.TryGetValue(message, out var position))
            {
                yield return $"K1 acknowledged, but missing: {message}, accepted as {sequence}";
            }
            else if (position + 1 != sequence)
            {
                yield return $"K6 accepted as {sequence}, but it is {position + 1}: {message}";
            }
        }
    }

    /// <summary>Finds only the first gap or repetition of a reader: every later one may follow from it.</summary>
    private static IEnumerable<string> FindFirstGap(ReaderRecord reader, Dictionary<TextMessage, int> positions)
    {
        for (var i = 1; i < reader.Received.Count; i++)
        {
            if (positions.TryGetValue(reader.Received[i - 1], out var before)
                && positions.TryGetValue(reader.Received[i], out var after)
                && after != before + 1)
            {
                yield return $"K7 {reader.Name} received {after} after {before}: {reader.Received[i]} after {reader.Received[i - 1]}";
                yield break;
            }
        }
    }
}
