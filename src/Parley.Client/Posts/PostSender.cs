using Parley.Client.Errors;
using Parley.Client.Frames;
using Parley.Protocol;

namespace Parley.Client.Posts;

/// <summary>
/// Sends one room's posts, in order, on whatever session has joined the room, and again after a temporary refusal. Guarded by
/// <see cref="PostWindow.Gate"/>.
/// </summary>
internal sealed class PostSender(PostList posts, PostWindow window, ParleyClientOptions options)
{
    private FrameQueue? _queue;
    private bool _isHolding;
    private int _refusals;

    /// <summary>A session has joined the room: sends everything that is unanswered.</summary>
    public void Attach_NeedsGate(FrameQueue queue)
    {
        (_queue, _isHolding, _refusals) = (queue, false, 0);
        SendReady_NeedsGate(queue);
    }

    /// <summary>The session is over, or out of the room: what has no answer is sent again by the next one.</summary>
    public void Detach_NeedsGate()
    {
        _queue = null;
        foreach (var post in posts.Admitted_NeedsGate)
        {
            post.State = PostState.Ready;
            post.IsUncertain |= post.IsSent;
            post.IsSent = false;
            post.FirstRefusal = null;
        }
    }

    /// <summary>Sends a post that is ready, unless the room is not joined or waits after a refusal.</summary>
    public void Send_NeedsGate(PendingPost post)
    {
        if (_queue is not null && !_isHolding)
        {
            Send_NeedsGate(post, _queue);
        }
    }

    /// <summary>Keeps a refused post, to send it again later. Posts that are ready in the meantime wait with it, so that their order
    /// survives; only those already in flight may overtake it.</summary>
    /// <returns>False if the refusal is final, or the client has retried long enough.</returns>
    public bool TryHold_NeedsGate(PendingPost post, ParleyException refusal)
    {
        var now = options.TimeProvider.GetTimestamp();
        post.FirstRefusal ??= now;
        if (!IsRetryable(refusal.Code) || options.TimeProvider.GetElapsedTime(post.FirstRefusal.Value, now) >= options.RetryFor)
        {
            return false;
        }

        post.State = PostState.Ready;
        post.IsSent = false;
        if (!_isHolding && _queue is not null)
        {
            _isHolding = true;
            var delay = options.Backoff.Delay(_refusals++, options.DrawRandom());
            _ = SendLaterAsync(_queue, refusal.RetryAfter > delay ? refusal.RetryAfter.Value : delay);
        }

        return true;
    }

    /// <summary>Not being in the room is temporary, too: the server took the session out of the room, and its Left follows.</summary>
    private static bool IsRetryable(ParleyCode code) => code.IsRetryable() || code == ParleyCode.NotJoined;

    private async Task SendLaterAsync(FrameQueue queue, TimeSpan delay)
    {
        await Task.Delay(delay, options.TimeProvider).ConfigureAwait(false);
        lock (window.Gate)
        {
            // If the queue is another one, it belongs to a session that was attached later and has sent everything itself.
            if (_queue == queue)
            {
                _isHolding = false;
                SendReady_NeedsGate(queue);
            }
        }
    }

    private void SendReady_NeedsGate(FrameQueue queue)
    {
        foreach (var post in posts.Admitted_NeedsGate)
        {
            if (post.State == PostState.Ready)
            {
                Send_NeedsGate(post, queue);
            }
        }
    }

    private static void Send_NeedsGate(PendingPost post, FrameQueue queue)
    {
        post.State = PostState.InFlight;
        queue.Write(post);
    }
}
