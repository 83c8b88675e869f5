using Parley.Client.Connections;
using Parley.Protocol.V1;

namespace Parley.Client.Posts;

/// <summary>
/// What was said in one room and is not answered yet, in the order it was said. Outlives sessions: each new one is sent all of it again, with
/// the same ids.
/// </summary>
internal sealed class RoomPosts(string room, PostWindow window, ParleyClientOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingPost> _byId = [];
    private readonly LinkedList<PendingPost> _order = new();
    private TaskCompletionSource? _empty;
    private ParleyException? _closed;
    private Outbox? _outbox;
    private bool _isHolding;
    private int _refusals;

    public string Room => room;

    /// <summary>Says something. Returns synchronously, so that posts keep the order of the calls.</summary>
    public Task<long> SayAsync(string text, string commandId, CancellationToken cancellationToken)
    {
        var post = new PendingPost(this, commandId, text);
        PendingPost? replaced;
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw new ParleyException(_closed.Code, _closed.Reason, null, _closed);
            }

            if (_byId.TryGetValue(commandId, out replaced))
            {
                if (replaced.Text != text)
                {
                    throw new ParleyException(Code.CommandIdReused, $"The post '{commandId}' is on its way with another text. Use a new command id.");
                }

                if (!replaced.IsAbandoned)
                {
                    return ShareAsync(replaced, cancellationToken);
                }

                Remove_NeedsGate(replaced);
            }

            _byId.Add(commandId, post);
        }

        if (replaced is not null)
        {
            Release(replaced);
        }

        post.CancelWith(cancellationToken);
        try
        {
            window.Enter(post);
        }
        catch (ParleyException exception)
        {
            Finish(post);
            post.Fail(exception);
        }

        return post.Answer;
    }

    /// <summary>The window has room for a post. False if the post is over already.</summary>
    public bool Admit(PendingPost post)
    {
        lock (_gate)
        {
            if (post.State != PostState.Waiting)
            {
                return false;
            }

            post.State = PostState.Ready;
            post.Place = _order.AddLast(post);
            if (_outbox is not null && !_isHolding)
            {
                Send_NeedsGate(post, _outbox);
            }

            return true;
        }
    }

    /// <summary>The session's writer takes a post. False if it is over.</summary>
    public bool TryBeginSend(PendingPost post)
    {
        lock (_gate)
        {
            return post.State != PostState.Done && (post.IsSent = true);
        }
    }

    /// <summary>The room is joined on a new session: everything unanswered goes out, in order.</summary>
    public void Attach(Outbox outbox)
    {
        lock (_gate)
        {
            _outbox = outbox;
            _isHolding = false;
            _refusals = 0;
            SendReady_NeedsGate(outbox);
        }
    }

    /// <summary>The session is over. What nobody waits for any more is forgotten.</summary>
    public void Detach()
    {
        List<PendingPost> abandoned;
        lock (_gate)
        {
            _outbox = null;
            abandoned = [.. _order.Where(post => post.IsAbandoned)];
            abandoned.ForEach(Remove_NeedsGate);
            foreach (var post in _order)
            {
                post.State = PostState.Ready;
                post.IsUncertain |= post.IsSent;
                post.IsSent = false;
                post.FirstRefusal = null;
            }
        }

        abandoned.ForEach(Release);
    }

    public void Accepted(string commandId, long sequence)
    {
        PendingPost? post;
        lock (_gate)
        {
            if (!_byId.TryGetValue(commandId, out post))
            {
                return;
            }

            Remove_NeedsGate(post);
        }

        post.Succeed(sequence);
        Release(post);
    }

    public void Rejected(string commandId, ParleyException refusal)
    {
        PendingPost? post;
        lock (_gate)
        {
            if (!_byId.TryGetValue(commandId, out post) || post.State != PostState.OnItsWay)
            {
                return;
            }

            post.IsUncertain |= refusal.Code == Code.Unavailable;
            if (!post.IsAbandoned && MayTryAgain_NeedsGate(post, refusal))
            {
                Hold_NeedsGate(post, refusal);
                return;
            }

            Remove_NeedsGate(post);
        }

        post.Fail(post.IsUncertain && refusal.Code.IsPassing() ? new OutcomeUnknownException(room, commandId, refusal.Reason, refusal) : refusal);
        Release(post);
    }

    /// <summary>The caller does not wait any more. What is on its way stays until its answer, but is not sent again.</summary>
    public void Abandon(PendingPost post)
    {
        lock (_gate)
        {
            if (post.State == PostState.Done)
            {
                return;
            }

            if (post.IsSent)
            {
                post.IsAbandoned = true;
                return;
            }

            Remove_NeedsGate(post);
        }

        Release(post);
    }

    /// <summary>Nothing more can be sent or answered: everything fails, also what is said later.</summary>
    public void Close(ParleyException reason)
    {
        List<PendingPost> unanswered;
        lock (_gate)
        {
            _closed = reason;
            _outbox = null;
            unanswered = [.. _byId.Values];
            unanswered.ForEach(Remove_NeedsGate);
        }

        foreach (var post in unanswered)
        {
            post.Fail(post.IsSent || post.IsUncertain
                ? new OutcomeUnknownException(room, post.CommandId, reason.Reason, reason)
                : new ParleyException(reason.Code, $"It was not sent: {reason.Reason}", reason.RetryAfter, reason));
            Release(post);
        }
    }

    /// <summary>Completes when everything said so far is answered.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_gate)
        {
            return _byId.Count == 0 ? Task.CompletedTask : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Waits for the answer to a post that somebody else said.</summary>
    private async Task<long> ShareAsync(PendingPost post, CancellationToken cancellationToken)
    {
        try
        {
            return await post.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutcomeUnknownException(room, post.CommandId, "the call that sent it was cancelled.");
        }
    }

    private static void Send_NeedsGate(PendingPost post, Outbox outbox)
    {
        post.State = PostState.OnItsWay;
        outbox.Write(post);
    }

    private void SendReady_NeedsGate(Outbox outbox)
    {
        foreach (var post in _order)
        {
            if (post.State == PostState.Ready)
            {
                Send_NeedsGate(post, outbox);
            }
        }
    }

    /// <summary>Not being in the room is passing too: the server took the session out of it, and the Left is on its way.</summary>
    private bool MayTryAgain_NeedsGate(PendingPost post, ParleyException refusal)
    {
        var now = options.TimeProvider.GetTimestamp();
        post.FirstRefusal ??= now;
        return (refusal.Code.IsWorthRetrying() || refusal.Code == Code.NotJoined) && options.TimeProvider.GetElapsedTime(post.FirstRefusal.Value, now) < options.RetryFor;
    }

    /// <summary>What is said after a post that was refused waits with it, so that the order is kept as far as it is in the client's hands.</summary>
    private void Hold_NeedsGate(PendingPost post, ParleyException refusal)
    {
        post.State = PostState.Ready;
        post.IsSent = false;
        if (_isHolding || _outbox is null)
        {
            return;
        }

        _isHolding = true;
        var delay = options.Backoff.Delay(_refusals++, options.CreateRandom());
        _ = SendLaterAsync(_outbox, refusal.RetryAfter > delay ? refusal.RetryAfter.Value : delay);
    }

    private async Task SendLaterAsync(Outbox outbox, TimeSpan delay)
    {
        await Task.Delay(delay, options.TimeProvider).ConfigureAwait(false);
        lock (_gate)
        {
            if (_outbox == outbox)
            {
                _isHolding = false;
                SendReady_NeedsGate(outbox);
            }
        }
    }

    private void Finish(PendingPost post)
    {
        lock (_gate)
        {
            Remove_NeedsGate(post);
        }
    }

    private void Remove_NeedsGate(PendingPost post)
    {
        post.State = PostState.Done;
        if (_byId.TryGetValue(post.CommandId, out var known) && known == post)
        {
            _byId.Remove(post.CommandId);
        }

        if (post.Place is not null)
        {
            _order.Remove(post.Place);
        }

        if (_byId.Count == 0)
        {
            _empty?.TrySetResult();
            _empty = null;
        }
    }

    /// <summary>Gives the place in the window, or before it, to another. Outside the gate: the window's is taken before a room's.</summary>
    private void Release(PendingPost post)
    {
        if (post.Place is not null)
        {
            window.Leave();
        }
        else
        {
            window.Forget(post);
        }
    }
}
