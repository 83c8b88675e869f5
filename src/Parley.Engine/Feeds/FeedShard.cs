namespace Parley.Engine.Feeds;

/// <summary>
/// Some of a feed's followers, woken by one work item: each copies what is new and flushes inside that item. A publish therefore costs one
/// thread-pool item per shard, not one per follower. All publishes during a pass together cause one further pass.
/// </summary>
internal sealed class FeedShard : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Scheduled = 2;

    private readonly Lock _gate = new();
    private readonly List<Follower> _followers = [];

    // The followers of the running pass, which may add and remove followers. Kept for the next pass; only the work item touches it.
    private Follower[] _pass = [];
    private int _state;

    /// <summary>How many followers the shard has.</summary>
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

    /// <summary>The position of the follower that is furthest behind.</summary>
    public long MinPosition
    {
        get
        {
            lock (_gate)
            {
                return _followers.Count == 0 ? long.MaxValue : _followers.Min(follower => follower.Position);
            }
        }
    }

    /// <summary>Adds to a list how far each follower is.</summary>
    public void AddFollowers(string room, List<FollowerStatus> followers)
    {
        lock (_gate)
        {
            followers.AddRange(_followers.Select(follower => new FollowerStatus(room, follower.User, follower.Position, follower.Head)));
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

    /// <summary>Removes a follower. Does nothing if it was removed before. A pass that is running may still wake it.</summary>
    public void Remove(Follower follower)
    {
        lock (_gate)
        {
            if (follower.Slot < 0)
            {
                return;
            }

            // The last follower takes the free slot, so that removing one of thousands neither searches the list nor shifts the rest.
            var last = _followers[^1];
            _followers[follower.Slot] = last;
            last.Slot = follower.Slot;
            _followers.RemoveAt(_followers.Count - 1);
            follower.Slot = -1;
        }
    }

    /// <summary>Schedules a pass in which every follower's reader looks at the feed. Called after the head was published.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _state, Scheduled) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        // A publish that finds Scheduled relies on this pass to see its head, and one that finds Running causes another pass. So the state
        // must be written before any follower reads the head: the barrier keeps the processor from reordering the two.
        Volatile.Write(ref _state, Running);
        Interlocked.MemoryBarrier();
        foreach (var follower in Snapshot())
        {
            follower.Wake();
        }

        // So that no follower that has left is kept alive.
        Array.Clear(_pass);
        if (Interlocked.CompareExchange(ref _state, Idle, Running) != Running)
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
