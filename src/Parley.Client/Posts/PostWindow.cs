using Parley.Protocol.V1;

namespace Parley.Client.Posts;

/// <summary>
/// How many posts of all rooms may be unanswered: what the server allows. More wait here, in order, and take no memory of the session.
/// Its gate is taken before a room's, never inside.
/// </summary>
internal sealed class PostWindow(int maxWaiting)
{
    /// <summary>Until the server says what it allows.</summary>
    public const int InitialLimit = 256;

    private readonly Lock _gate = new();
    private readonly LinkedList<PendingPost> _waiting = new();
    private TaskCompletionSource? _idle;
    private int _limit = InitialLimit;
    private int _taken;

    /// <summary>True while anything that was said has no answer.</summary>
    public bool IsBusy => Volatile.Read(ref _taken) > 0;

    /// <summary>Lets a post go on to its room, now or when it is its turn.</summary>
    /// <exception cref="ParleyException">Too many wait.</exception>
    public void Enter(PendingPost post)
    {
        lock (_gate)
        {
            if (_taken < _limit && _waiting.Count == 0)
            {
                Admit_NeedsGate(post);
                return;
            }

            if (_waiting.Count >= maxWaiting)
            {
                throw new ParleyException(Code.Overloaded, $"{_waiting.Count} posts wait to be sent already. Await some before saying more.");
            }

            post.Waiting = _waiting.AddLast(post);
        }
    }

    /// <summary>A post that was admitted is over.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _taken--;
            AdmitWaiting_NeedsGate();
        }
    }

    /// <summary>A post that waits is over.</summary>
    public void Forget(PendingPost post)
    {
        lock (_gate)
        {
            if (post.Waiting is { } place)
            {
                _waiting.Remove(place);
                post.Waiting = null;
            }
        }
    }

    /// <summary>What the server of the new session allows. Posts that were admitted by an earlier one stay.</summary>
    public void Resize(int limit)
    {
        lock (_gate)
        {
            _limit = limit > 0 ? limit : InitialLimit;
            AdmitWaiting_NeedsGate();
        }
    }

    /// <summary>Completes when nothing is unanswered.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _taken == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void AdmitWaiting_NeedsGate()
    {
        while (_taken < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            first.Value.Waiting = null;
            Admit_NeedsGate(first.Value);
        }

        if (_taken == 0)
        {
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private void Admit_NeedsGate(PendingPost post)
    {
        if (post.Owner.Admit(post))
        {
            _taken++;
        }
    }
}
