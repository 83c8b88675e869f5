namespace Parley.Client.Posts;

/// <summary>
/// Limits the number of posts in flight, over all rooms, to what the server allows. Later posts wait here, in the order of the calls.
/// </summary>
/// <remarks>
/// <para><b>Locking.</b> <see cref="Gate"/> is the only lock over pending posts. It guards the window, the mutable state of every
/// <see cref="PendingPost"/>, and the <see cref="PostList"/> and <see cref="PostSender"/> of every room. One lock for all rooms leaves no
/// lock order to get wrong: admitting a post changes the window and the post's room in one step. Members that need the gate end in
/// <c>_NeedsGate</c>; all other members take it themselves.</para>
/// <para>Nothing waits under the gate, and it is never held together with the room table's. The only locks taken inside it are those of a
/// frame queue, which accepts frames without waiting. The only code of the application that runs inside it is the clock and the random
/// source of the options: answers and tasks complete asynchronously, and tokens are registered outside.</para>
/// </remarks>
internal sealed class PostWindow(int maxWaiting)
{
    /// <summary>How many posts may be in flight until a server reports its limit, and with a server that reports none.</summary>
    public const int DefaultLimit = 256;

    private readonly LinkedList<PendingPost> _waiting = new();
    private TaskCompletionSource? _idle;
    private int _limit = DefaultLimit;
    private int _admitted;

    /// <summary>The one lock over pending posts.</summary>
    public Lock Gate { get; } = new();

    /// <summary>True while any post is unanswered.</summary>
    public bool IsBusy => Volatile.Read(ref _admitted) > 0;

    /// <summary>How many posts wait.</summary>
    public int WaitingCount_NeedsGate => _waiting.Count;

    /// <summary>Admits a post, at once or when its turn comes.</summary>
    /// <returns>False if too many posts wait.</returns>
    public bool TryEnter_NeedsGate(PendingPost post)
    {
        if (_admitted < _limit && _waiting.Count == 0)
        {
            Admit_NeedsGate(post);
            return true;
        }

        if (_waiting.Count >= maxWaiting)
        {
            return false;
        }

        post.WaitingNode = _waiting.AddLast(post);
        return true;
    }

    /// <summary>A post is done. Gives its place to the next one that waits.</summary>
    public void Leave_NeedsGate(PendingPost post)
    {
        if (post.AdmittedNode is not null)
        {
            _admitted--;
            AdmitWaiting_NeedsGate();
        }
        else if (post.WaitingNode is { } node)
        {
            _waiting.Remove(node);
            post.WaitingNode = null;
        }
    }

    /// <summary>Adopts the limit of a new session's server. Posts that an earlier session admitted stay admitted.</summary>
    /// <param name="limit">How many posts may be in flight; 0 if the server reports no limit.</param>
    public void Resize(int limit)
    {
        lock (Gate)
        {
            _limit = limit > 0 ? limit : DefaultLimit;
            AdmitWaiting_NeedsGate();
        }
    }

    /// <summary>Completes when every post is answered.</summary>
    public Task WhenIdleAsync()
    {
        lock (Gate)
        {
            return _admitted == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void AdmitWaiting_NeedsGate()
    {
        while (_admitted < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            first.Value.WaitingNode = null;
            Admit_NeedsGate(first.Value);
        }

        if (_admitted == 0)
        {
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private void Admit_NeedsGate(PendingPost post)
    {
        _admitted++;
        post.Owner.Admit_NeedsGate(post);
    }
}
