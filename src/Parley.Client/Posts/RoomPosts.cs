using Parley.Client.Frames;
using Parley.Protocol;

namespace Parley.Client.Posts;

/// <summary>
/// The unanswered posts of one room. They outlive sessions: each new session sends all of them again, in the same order and with the same
/// command ids. Guarded by <see cref="PostWindow.Gate"/>.
/// </summary>
internal sealed class RoomPosts
{
    private readonly PostList _posts = new();
    private readonly PostWindow _window;
    private readonly PostSender _sender;
    private ParleyException? _closed;

    public RoomPosts(string room, PostWindow window, ParleyClientOptions options) =>
        (Room, _window, _sender) = (room, window, new(_posts, window, options));

    public string Room { get; }

    /// <summary>Posts a text. Returns synchronously, so that posts keep the order of the calls.</summary>
    public Task<long> SayAsync(string text, string commandId, CancellationToken cancellationToken)
    {
        var post = new PendingPost(this, commandId, text);
        lock (_window.Gate)
        {
            if (_closed is not null)
            {
                throw new ParleyException(_closed.Code, _closed.Reason, null, _closed);
            }

            if (_posts.Find_NeedsGate(commandId) is { } earlier)
            {
                if (earlier.Text != text)
                {
                    throw new ParleyException(
                        ParleyCode.CommandIdReused, $"The post '{commandId}' is in flight with a different text. Use a new command id.");
                }

                if (!earlier.IsAbandoned)
                {
                    return earlier.ShareAnswerAsync(cancellationToken);
                }

                // Its caller has cancelled. The new post takes over: an answer to either is an answer to both.
                Drop_NeedsGate(earlier);
            }

            _posts.Add_NeedsGate(post);
        }

        // This happens without the gate, between the two times it is taken. The post is in the list already, where a cancellation finds it.
        // It is not in the window yet, so its answer, which removes the registration, cannot come before the registration exists.
        post.CancelWith(cancellationToken);
        Enter(post);
        return post.Answer;
    }

    /// <summary>The window has admitted a post.</summary>
    public void Admit_NeedsGate(PendingPost post)
    {
        post.State = PostState.Ready;
        _posts.Admit_NeedsGate(post);
        _sender.Send_NeedsGate(post);
    }

    /// <summary>The session's writer is about to send a post.</summary>
    /// <returns>False if nobody needs it any more.</returns>
    public bool TryBeginSend(PendingPost post)
    {
        lock (_window.Gate)
        {
            return post.State != PostState.Done && (post.IsSent = true);
        }
    }

    /// <summary>A session has joined the room: everything unanswered is sent, in order.</summary>
    public void Attach(FrameQueue queue)
    {
        lock (_window.Gate)
        {
            _sender.Attach_NeedsGate(queue);
        }
    }

    /// <summary>The session is over, or out of the room. Posts whose caller has cancelled are dropped.</summary>
    public void Detach()
    {
        lock (_window.Gate)
        {
            _sender.Detach_NeedsGate();
            _posts.Admitted_NeedsGate.Where(post => post.IsAbandoned).ToList().ForEach(Drop_NeedsGate);
        }
    }

    public void OnAccepted(string commandId, long sequence)
    {
        PendingPost? post;
        lock (_window.Gate)
        {
            post = _posts.Find_NeedsGate(commandId);
            if (post is null)
            {
                return;
            }

            Drop_NeedsGate(post);
        }

        post.Succeed(sequence);
    }

    public void OnRejected(string commandId, ParleyException refusal)
    {
        PendingPost? post;
        lock (_window.Gate)
        {
            post = _posts.Find_NeedsGate(commandId);
            if (post is not { State: PostState.InFlight })
            {
                return;
            }

            post.IsUncertain |= refusal.Code == ParleyCode.Unavailable;
            if (!post.IsAbandoned && _sender.TryHold_NeedsGate(post, refusal))
            {
                return;
            }

            Drop_NeedsGate(post);
        }

        post.FailRefused(refusal);
    }

    /// <summary>The caller has cancelled. A post that was sent keeps its place until it is answered, but is not sent again.</summary>
    public void Abandon(PendingPost post)
    {
        lock (_window.Gate)
        {
            if (post.State == PostState.Done)
            {
                return;
            }

            if (post.IsSent)
            {
                post.IsAbandoned = true;
            }
            else
            {
                Drop_NeedsGate(post);
            }
        }
    }

    /// <summary>Nothing can be sent or answered any more: all posts fail, later ones too.</summary>
    public void Close(ParleyException reason)
    {
        lock (_window.Gate)
        {
            _closed = reason;
            _sender.Detach_NeedsGate();
            foreach (var post in _posts.All_NeedsGate.ToList())
            {
                // Failed before it is dropped, so that those who wait until everything is answered find every answer.
                post.FailUnanswered(reason);
                Drop_NeedsGate(post);
            }
        }
    }

    /// <summary>Completes when every post so far is answered.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_window.Gate)
        {
            return _posts.WhenEmptyAsync_NeedsGate();
        }
    }

    private void Enter(PendingPost post)
    {
        int waiting;
        lock (_window.Gate)
        {
            // A post that was cancelled or closed in between is done.
            if (post.State != PostState.Waiting || _window.TryEnter_NeedsGate(post))
            {
                return;
            }

            waiting = _window.WaitingCount_NeedsGate;
            Drop_NeedsGate(post);
        }

        post.Fail(new ParleyException(
            ParleyCode.Overloaded, $"{waiting} posts are waiting to be sent already. Await some before posting more."));
    }

    private void Drop_NeedsGate(PendingPost post)
    {
        post.State = PostState.Done;
        _posts.Remove_NeedsGate(post);
        _window.Leave_NeedsGate(post);
    }
}
