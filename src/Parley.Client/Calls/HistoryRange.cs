namespace Parley.Client;

/// <summary>Which part of a room's history to read, and in which direction.</summary>
public sealed class HistoryRange
{
    private HistoryRange(long? after, long? before, string epoch = "") => (AfterSequence, BeforeSequence, Epoch) = (after, before, epoch);

    /// <summary>Forward from the first event to the last.</summary>
    public static HistoryRange FromBeginning { get; } = After(0);

    /// <summary>Backward from the last event to the first.</summary>
    public static HistoryRange FromEnd { get; } = new(null, null);

    /// <summary>Forward from the event after a sequence to the last.</summary>
    /// <param name="sequence">0 or more.</param>
    public static HistoryRange After(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return new(sequence, null);
    }

    /// <summary>Forward from the event after a position to the last. Fails if the log does not have what was read up to it.</summary>
    /// <param name="position">A position in the room.</param>
    public static HistoryRange After(Position position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position.Sequence);
        return new(position.Sequence, null, position.Epoch ?? "");
    }

    /// <summary>Backward from the event before a sequence to the first.</summary>
    /// <param name="sequence">1 or more.</param>
    public static HistoryRange Before(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        return new(null, sequence);
    }

    /// <summary>The rest of a range, after a page of it.</summary>
    internal static HistoryRange Rest(HistoryRange range, HistoryPage page) => range.IsForward
        ? new(page.Events[^1].Sequence, null, page.Head.Epoch)
        : new(null, page.Events[0].Sequence, page.Head.Epoch);

    internal long? AfterSequence { get; }

    internal long? BeforeSequence { get; }

    /// <summary>The epoch that the sequence was read in; empty if the caller did not name one.</summary>
    internal string Epoch { get; }

    internal bool IsForward => AfterSequence is not null;
}
