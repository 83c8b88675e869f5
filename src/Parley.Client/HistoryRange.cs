namespace Parley.Client;

/// <summary>Which part of a room's history, and in which direction.</summary>
public sealed class HistoryRange
{
    private HistoryRange(long? after, long? before) => (AfterSequence, BeforeSequence) = (after, before);

    /// <summary>From the first event on, up to the last there is.</summary>
    public static HistoryRange FromBeginning { get; } = After(0);

    /// <summary>From the last event back, down to the first.</summary>
    public static HistoryRange FromEnd { get; } = new(null, null);

    /// <summary>Those after a sequence, the oldest first, up to the last there is.</summary>
    /// <param name="sequence">0 or more.</param>
    public static HistoryRange After(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return new(sequence, null);
    }

    /// <summary>Those before a sequence, the newest first, down to the first.</summary>
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
