namespace Parley.Engine.Feeds;

/// <summary>
/// Some of a feed's followers, woken together by one work item: each copies what is new and flushes inside that item, so a
/// publish costs one thread-pool item a shard, not one a follower. Publishes during a pass are answered by one further pass.
/// </summary>
internal sealed class FeedShard : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Scheduled = 1;
    private const int ScheduledAgain = 2;

    private readonly Lock _gate = new();
    private readonly List<Follower> _followers = [];
    private Follower[] _pass = [];
    private int _state;

    /// <summary>How many followers it has.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _followers.Count;
            }
        }
    }

    public void Add(Follower follower)
    {
        lock (_gate)
        {
            follower.Slot = _followers.Count;
            _followers.Add(follower);
        }
    }

    public void Remove(Follower follower)
    {
        lock (_gate)
        {
            if (follower.Slot < 0)
            {
                return;
            }

            var last = _followers[^1];
            _followers[follower.Slot] = last;
            last.Slot = follower.Slot;
            _followers.RemoveAt(_followers.Count - 1);
            follower.Slot = -1;
        }
    }

    /// <summary>Has every follower look at the feed soon, on the thread pool.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _state, ScheduledAgain) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _state, Scheduled);
        Interlocked.MemoryBarrier();
        foreach (var follower in Snapshot())
        {
            follower.Wake();
        }

        Array.Clear(_pass);
        if (Interlocked.CompareExchange(ref _state, Idle, Scheduled) != Scheduled)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private ReadOnlySpan<Follower> Snapshot()
    {
        lock (_gate)
        {
            if (_pass.Length < _followers.Count || _pass.Length > 4 * _followers.Count + 16)
            {
                _pass = new Follower[_followers.Count];
            }

            _followers.CopyTo(_pass);
            return _pass.AsSpan(0, _followers.Count);
        }
    }
}
