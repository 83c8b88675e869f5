namespace Parley.Server.Tests.Contracts.Chat;

/// <summary>Counts the calls to the writers of all streams.</summary>
internal sealed class WriterGuard
{
    private int _flushes;
    private int _overlaps;

    /// <summary>The number of flushes.</summary>
    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>The number of calls that began before another call on the same stream had ended.</summary>
    public int Overlaps => Volatile.Read(ref _overlaps);

    public void Flushed() => Interlocked.Increment(ref _flushes);

    public void Overlapped() => Interlocked.Increment(ref _overlaps);
}
