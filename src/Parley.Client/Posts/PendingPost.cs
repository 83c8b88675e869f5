using Parley.Client.Errors;
using Parley.Client.Frames;
using Parley.Protocol.V1;

namespace Parley.Client.Posts;

/// <summary>A post without an answer. <see cref="PostWindow.Gate"/> guards its state. Once that is <see cref="PostState.Done"/> it no
/// longer changes, so that the answer can be completed without the gate.</summary>
internal sealed class PendingPost(RoomPosts owner, string commandId, string text) : IQueuedFrame
{
    private readonly TaskCompletionSource<long> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;

    public RoomPosts Owner => owner;

    public string CommandId => commandId;

    public string Text => text;

    /// <summary>The sequence, once the post is durable.</summary>
    public Task<long> Answer => _answer.Task;

    public PostState State { get; set; }

    /// <summary>The caller cancelled after it was sent. It keeps its place until the server answers or the session ends.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Sent on this session and not answered.</summary>
    public bool IsSent { get; set; }

    /// <summary>May be stored although no answer came: sent on a session that broke, or refused with an unknown outcome.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>When the server refused it temporarily for the first time on this session.</summary>
    public long? FirstRefusal { get; set; }

    /// <summary>Its place among the posts that wait for the window.</summary>
    public LinkedListNode<PendingPost>? WaitingNode { get; set; }

    /// <summary>Its place among the room's posts in the window; <c>null</c> as long as it waits.</summary>
    public LinkedListNode<PendingPost>? AdmittedNode { get; set; }

    public ClientFrame? TakeFrame() => owner.TryBeginSend(this)
        ? new() { Post = new() { Room = owner.Room, CommandId = commandId, Content = new() { Message = new() { Text = text } } } }
        : null;

    /// <summary>Call before the post can be answered, and without the gate: a token that is already cancelled calls back at once.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (post, cancellationToken) => ((PendingPost)post!).Cancel(cancellationToken), this);
        }
    }

    /// <summary>Waits for the answer on behalf of a later call with the same command id and text.</summary>
    public async Task<long> ShareAnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutcomeUnknownException(owner.Room, commandId, "the call that sent it was cancelled.");
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

    /// <summary>The server refused it, and the client does not retry it, or not any more.</summary>
    public void FailRefused(ParleyException refusal) =>
        Fail(IsUncertain && refusal.Code.IsTemporary() ? OutcomeUnknown(refusal) : refusal);

    /// <summary>No answer will come.</summary>
    public void FailUnanswered(ParleyException reason) => Fail(IsSent || IsUncertain
        ? OutcomeUnknown(reason)
        : new ParleyException(reason.Code, $"It was not sent: {reason.Reason}", reason.RetryAfter, reason));

    private OutcomeUnknownException OutcomeUnknown(ParleyException reason) => new(owner.Room, commandId, reason.Reason, reason);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_answer.TrySetCanceled(cancellationToken))
        {
            owner.Abandon(this);
        }
    }
}
