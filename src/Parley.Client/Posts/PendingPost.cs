using Parley.Protocol.V1;

namespace Parley.Client.Posts;

/// <summary>Something that was said and not answered yet.</summary>
internal sealed class PendingPost(RoomPosts owner, string commandId, string text)
{
    private readonly TaskCompletionSource<long> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;

    public RoomPosts Owner => owner;

    public string CommandId => commandId;

    public string Text => text;

    /// <summary>The sequence, once it is durable.</summary>
    public Task<long> Answer => _answer.Task;

    /// <summary>Guarded by the owner's gate.</summary>
    public PostState State { get; set; }

    /// <summary>Nobody waits any more; it only holds its place until the server answers or the session ends. Guarded by the owner's gate.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Was sent on this session and not answered. Guarded by the owner's gate.</summary>
    public bool IsSent { get; set; }

    /// <summary>When it was refused for the moment for the first time on this session. Guarded by the owner's gate.</summary>
    public long? FirstRefusal { get; set; }

    /// <summary>May be stored although no answer came: sent on a session that broke, or refused with an unknown outcome. Guarded by the owner's
    /// gate.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Its place among the posts that wait for their turn. Guarded by the window's gate.</summary>
    public LinkedListNode<PendingPost>? Waiting { get; set; }

    /// <summary>Its place among the room's posts. Guarded by the owner's gate.</summary>
    public LinkedListNode<PendingPost>? Place { get; set; }

    public ClientFrame ToFrame() => new()
    {
        Post = new() { Room = owner.Room, CommandId = commandId, Content = new() { Message = new() { Text = text } } },
    };

    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (post, cancellationToken) => ((PendingPost)post!).Cancel(cancellationToken), this);
        }
    }

    public void Succeed(long sequence)
    {
        _cancellation.Unregister();
        _answer.TrySetResult(sequence);
    }

    public void Fail(Exception exception)
    {
        _cancellation.Unregister();
        _answer.TrySetException(exception);
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_answer.TrySetCanceled(cancellationToken))
        {
            owner.Abandon(this);
        }
    }
}
