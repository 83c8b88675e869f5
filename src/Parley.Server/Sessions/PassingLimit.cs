namespace Parley.Server.Sessions;

/// <summary>How much presence and how many signals a session is kept, over all its rooms, while it does not read.</summary>
internal sealed class PassingLimit
{
    private const int Max = 4_096;

    private int _held;

    /// <summary>False if there is no place for one more.</summary>
    public bool TryHold()
    {
        if (Interlocked.Increment(ref _held) <= Max)
        {
            return true;
        }

        Release(1);
        return false;
    }

    /// <summary>So many are written, or of no use any more.</summary>
    public void Release(int count) => Interlocked.Add(ref _held, -count);
}
