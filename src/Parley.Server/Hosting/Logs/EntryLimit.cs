namespace Parley.Server.Hosting.Logs;

/// <summary>Counts entries of one kind, and says which may be written: the first ones in each interval.</summary>
/// <param name="time">Measures the intervals.</param>
internal sealed class EntryLimit(TimeProvider time)
{
    /// <summary>The most entries in an interval.</summary>
    public const int MaxEntries = 10;

    /// <summary>The interval. It begins with an entry.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _beganAt = time.GetTimestamp();
    private int _entries;

    /// <summary>Counts an entry.</summary>
    /// <param name="leftOut">How many entries were left out before this one, if it may be written.</param>
    /// <returns>True if the entry may be written.</returns>
    public bool TryPass(out int leftOut)
    {
        lock (_gate)
        {
            leftOut = 0;
            if (time.GetElapsedTime(_beganAt) >= Interval)
            {
                leftOut = Math.Max(0, _entries - MaxEntries);
                (_beganAt, _entries) = (time.GetTimestamp(), 0);
            }

            return ++_entries <= MaxEntries;
        }
    }
}
