using Microsoft.Extensions.Logging;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Sessions;

/// <summary>
/// Posts of a session to one room: while one call to the room is in flight more collect, and the next takes them all. How
/// many there are is bounded by the session's <see cref="Outbox"/>.
/// </summary>
internal sealed class SessionPosts(string room, RoomDirectory rooms, Outbox outbox, ILogger logger)
{
    /// <summary>Nobody knows what became of a post.</summary>
    public static readonly Rejection NoAnswer = new(ParleyCode.Unavailable, "The room did not answer. Send it again with the same command id.");

    private readonly Lock _gate = new();
    private List<PostCommand> _waiting = [];
    private Task _flights = Task.CompletedTask;

    /// <summary>True if every post is answered.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _flights.IsCompleted && _waiting.Count == 0;
            }
        }
    }

    /// <summary>What the answer to a post weighs: its text is held until then.</summary>
    public static int Weigh(PostCommand post) => Reply.Weigh(post.Text.Length);

    /// <summary>Adds a post. It is sent with the next <see cref="Depart"/>.</summary>
    public void Add(PostCommand post)
    {
        lock (_gate)
        {
            _waiting.Add(post);
        }
    }

    /// <summary>Sends what has collected, now or when the call in flight returns.</summary>
    public void Depart()
    {
        lock (_gate)
        {
            if (_flights.IsCompleted && _waiting.Count > 0)
            {
                _flights = FlyAsync();
            }
        }
    }

    /// <summary>Sends what has collected and completes when everything is answered.</summary>
    public Task FlushAsync()
    {
        Depart();
        lock (_gate)
        {
            return _flights;
        }
    }

    private async Task FlyAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Take() is { } batch)
        {
            Answer(batch, await PostAsync(batch));
        }
    }

    private List<PostCommand>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _flights = Task.CompletedTask;
                return null;
            }

            var batch = _waiting;
            _waiting = [];
            return batch;
        }
    }

    private async Task<IReadOnlyList<PostOutcome>> PostAsync(List<PostCommand> batch)
    {
        try
        {
            return await rooms.PostAsync(room, batch);
        }
        catch (Exception exception)
        {
            SessionLogMessages.PostFailed(logger, exception);
            return [.. batch.Select(_ => new PostOutcome(0, NoAnswer))];
        }
    }

    private void Answer(List<PostCommand> batch, IReadOnlyList<PostOutcome> outcomes)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var frame = outcomes[i].Rejection is { } rejection
                ? new ServerFrame { Rejected = ToRejected(batch[i], rejection) }
                : new ServerFrame { Accepted = new Accepted { Room = room, CommandId = batch[i].CommandId, Sequence = outcomes[i].Sequence } };
            outbox.Queue(new Reply(frame, Weigh(batch[i])));
        }

        outbox.Wake();
    }

    private Rejected ToRejected(PostCommand post, Rejection rejection)
    {
        var code = rejection.Code.ToCode();
        return new Rejected { Room = room, CommandId = post.CommandId, Code = code, Reason = rejection.Reason, RetryAfterMs = code.RetryAfter() };
    }
}
