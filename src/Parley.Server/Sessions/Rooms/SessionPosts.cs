using Microsoft.Extensions.Logging;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Server.Posts;
using Parley.Server.Refusals;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>
/// A session's posts to one room, and their answers. The session's <see cref="Outbox"/> limits how many posts may be unanswered.
/// </summary>
internal sealed class SessionPosts
{
    private readonly string _room;
    private readonly Outbox _outbox;
    private readonly PostQueue _queue;

    public SessionPosts(string room, RoomDirectory rooms, Outbox outbox, ILogger logger)
    {
        (_room, _outbox) = (room, outbox);
        _queue = new PostQueue(rooms, room, RefusalReasons.NoAnswerToCommand, Answer, logger);
    }

    /// <summary>True if every post is answered.</summary>
    public bool IsIdle => _queue.IsIdle;

    /// <summary>Adds a post. It is sent with the next <see cref="Send"/>.</summary>
    public void Add(PostCommand post)
    {
        _outbox.Owe(Weigh(post));
        _queue.Add(post);
    }

    /// <inheritdoc cref="PostQueue.Send"/>
    public void Send() => _queue.Send();

    /// <inheritdoc cref="PostQueue.FlushAsync"/>
    public Task FlushAsync() => _queue.FlushAsync();

    // The content is held until the answer is written.
    private static int Weigh(PostCommand post) => Reply.Weigh(post.Content.Length);

    private bool Answer(IReadOnlyList<PostCommand> posts, IReadOnlyList<PostOutcome> outcomes)
    {
        for (var i = 0; i < posts.Count; i++)
        {
            var frame = outcomes[i].Rejection is { } rejection
                ? SessionReplies.Rejected(_room, posts[i].CommandId ?? "", rejection)
                : new ServerFrame
                {
                    Accepted = new Accepted { Room = _room, CommandId = posts[i].CommandId, Sequence = outcomes[i].Sequence },
                };
            _outbox.Queue(new Reply(frame, Weigh(posts[i])));
        }

        _outbox.Wake();
        return true;
    }
}
