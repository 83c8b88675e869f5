namespace Parley.Server.Tests.Writers;

/// <summary>What was seen of the writers of all streams.</summary>
internal sealed class WriterGuard
{
    private int _flushes;
    private int _overlaps;

    /// <summary>How many flushes there were.</summary>
    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>How many calls there were while another call on the same stream had not ended.</summary>
    public int Overlaps => Volatile.Read(ref _overlaps);

    public void Flushed() => Interlocked.Increment(ref _flushes);

    public void Overlapped() => Interlocked.Increment(ref _overlaps);
}
