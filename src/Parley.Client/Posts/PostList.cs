namespace Parley.Client.Posts;

/// <summary>The unanswered posts of one room, by command id, and those in the window also in the order they are sent. Guarded by
/// <see cref="PostWindow.Gate"/>.</summary>
internal sealed class PostList
{
    private readonly Dictionary<string, PendingPost> _byId = [];
    private readonly LinkedList<PendingPost> _admitted = new();
    private TaskCompletionSource? _empty;

    /// <summary>All unanswered posts.</summary>
    public IReadOnlyCollection<PendingPost> All_NeedsGate => _byId.Values;

    /// <summary>The posts in the window, in the order they are sent.</summary>
    public LinkedList<PendingPost> Admitted_NeedsGate => _admitted;

    public PendingPost? Find_NeedsGate(string commandId) => _byId.GetValueOrDefault(commandId);

    public void Add_NeedsGate(PendingPost post) => _byId.Add(post.CommandId, post);

    /// <summary>The window has admitted a post: it is sent after all that were admitted before.</summary>
    public void Admit_NeedsGate(PendingPost post) => post.AdmittedNode = _admitted.AddLast(post);

    public void Remove_NeedsGate(PendingPost post)
    {
        _byId.Remove(post.CommandId);
        if (post.AdmittedNode is { } node)
        {
            _admitted.Remove(node);
        }

        if (_byId.Count == 0)
        {
            _empty?.TrySetResult();
            _empty = null;
        }
    }

    /// <summary>Completes when no post is unanswered.</summary>
    public Task WhenEmptyAsync_NeedsGate() =>
        _byId.Count == 0 ? Task.CompletedTask : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
