namespace Parley.Server.Sessions.Writing;

/// <summary>Limits how many presence changes and signals a session holds, over all its rooms, while its client does not read.</summary>
internal sealed class NoticeLimit
{
    private const int Max = 4_096;

    private int _held;

    /// <summary>Counts one more, if the limit allows it.</summary>
    public bool TryHold()
    {
        if (Interlocked.Increment(ref _held) <= Max)
        {
            return true;
        }

        Release(1);
        return false;
    }

    /// <summary>Called when this many were written or discarded.</summary>
    public void Release(int count) => Interlocked.Add(ref _held, -count);
}
