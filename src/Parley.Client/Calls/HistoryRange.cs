namespace Parley.Client;

/// <summary>Which part of a room's history to read, and in which direction.</summary>
public sealed class HistoryRange
{
    private HistoryRange(long? after, long? before) => (AfterSequence, BeforeSequence) = (after, before);

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

    /// <summary>Backward from the event before a sequence to the first.</summary>
    /// <param name="sequence">1 or more.</param>
    public static HistoryRange Before(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        return new(null, sequence);
    }

    internal long? AfterSequence { get; }

    internal long? BeforeSequence { get; }

    internal bool IsForward => AfterSequence is not null;
}
