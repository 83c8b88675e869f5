namespace Parley.Server.Sessions.Writing;

/// <summary>How many pages of the log all sessions together hold, apart from the one that each may always have.</summary>
/// <param name="limit">See <see cref="SessionOptions.MaxPages"/>.</param>
internal sealed class PageBudget(int limit)
{
    private int _taken;

    /// <summary>Takes a page from the budget; false if none is left.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return true;
        }

        Return();
        return false;
    }

    /// <summary>Returns a page.</summary>
    public void Return() => Interlocked.Decrement(ref _taken);
}
