using System.Text;
using Parley.Engine.Members;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Server.Frames;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>The rooms of a session, and what its client asks for in them. Used only by the session's reader.</summary>
internal sealed class SessionRooms(
    RoomJoiner joiner, MemberDirectory members, IRoomAccess access, SessionReplies replies, int maxRooms, TimeProvider time)
{
    private readonly SignalPace _signals = new(time);
    private readonly Dictionary<string, SessionRoom> _rooms = [];
    private readonly HashSet<SessionPosts> _unsent = [];

    // Rooms that the session has left, but whose Left may not be written yet. If the writer ends before, they are closed with the others.
    private readonly List<RoomOutput> _leaving = [];

    // Posts to rooms that the session has left. They are still answered, and are sent before the posts of a later stay.
    private readonly Dictionary<string, SessionPosts> _left = [];

    /// <summary>The session's user. Set before the first frame is handled.</summary>
    public string User { get; set; } = "";

    /// <summary>Joins a room, or refuses the frame.</summary>
    public async Task JoinAsync(Join join)
    {
        if (ValidateJoin(join) is { } rejection)
        {
            replies.Refuse(join.Room, "", rejection);
            return;
        }

        if (await joiner.JoinAsync(join, User, _left.GetValueOrDefault(join.Room)) is { } room)
        {
            _left.Remove(join.Room);
            _rooms[join.Room] = room;
        }
    }

    /// <summary>Leaves a room, or refuses the frame.</summary>
    public void Leave(string name)
    {
        if (Find(name) is not { } room)
        {
            replies.RefuseNotJoined(name, "");
            return;
        }

        Remove(name, room.Posts);
        _leaving.RemoveAll(output => output.IsClosed);
        _leaving.Add(room.Output);
        replies.Answer(
            new ServerFrame { Left = new Left { Room = name, Code = Code.Left, Reason = "You asked to leave." } }, closes: room.Output);
    }

    /// <summary>Collects a post for the next <see cref="SendPosts"/>, or refuses it.</summary>
    public void Post(Post post)
    {
        long? expected = post.HasExpectedSequence ? post.ExpectedSequence : null;
        var rejection = PostReader.Read(User, post.Content, post.CommandId, expected, out var command);
        Post(post.Room, command, rejection);
    }

    /// <inheritdoc cref="Post(Protocol.V1.Post)"/>
    public void Post(in MessagePost post)
    {
        var command = new PostCommand(User, post.Content, post.CommandId, post.ExpectedSequence);
        Post(post.Room, command, PostRules.Validate(command));
    }

    /// <summary>Sends a signal to the others in a room, or refuses it. Completes when the session may send another one.</summary>
    public ValueTask SignalAsync(Signal signal)
    {
        if (Find(signal.Room) is not { } room)
        {
            replies.RefuseNotJoined(signal.Room, "");
        }
        else if (access.Check(new Identity(User), RoomAction.Signal, signal.Room) is { } rejection)
        {
            replies.Refuse(signal.Room, "", rejection);
        }
        else if (signal.Key.Length == 0 || Encoding.UTF8.GetByteCount(signal.Key) > ProtocolLimits.SignalKeyBytes)
        {
            replies.Refuse(
                signal.Room, "", ParleyCode.Invalid, $"The key of a signal must have 1 to {ProtocolLimits.SignalKeyBytes} bytes of UTF-8.");
        }
        else if (signal.Content.Length > ProtocolLimits.SignalBytes)
        {
            replies.Refuse(
                signal.Room,
                "",
                ParleyCode.Invalid,
                $"The signal has {signal.Content.Length} bytes; {ProtocolLimits.SignalBytes} are allowed.");
        }
        else
        {
            var sent = members.Signal(signal.Room, new MemberSignal(User, signal.Key, signal.Content.Memory), from: room.Member);
            var pause = _signals.Spend(sent);
            return pause > TimeSpan.Zero ? new ValueTask(Task.Delay(pause, time)) : ValueTask.CompletedTask;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Sends the posts that have collected.</summary>
    public void SendPosts()
    {
        foreach (var posts in _unsent)
        {
            posts.Send();
        }

        _unsent.Clear();
    }

    /// <summary>Sends the posts that have collected and completes when every post is answered.</summary>
    public Task FlushPostsAsync() =>
        Task.WhenAll(_rooms.Values.Select(room => room.Posts).Concat(_left.Values).Select(posts => posts.FlushAsync()));

    /// <summary>Each room with its head, up to which a session that ends in an orderly way still delivers events.</summary>
    public IReadOnlyList<(RoomOutput Room, long Sequence)> ReadHeads() =>
        [.. _rooms.Values.Select(room => (room.Output, room.Output.Head))];

    /// <summary>Ends the membership in every room, while events are still delivered.</summary>
    public void LeaveMembers()
    {
        foreach (var (name, room) in _rooms)
        {
            members.Leave(name, room.Member, isBroken: false);
        }
    }

    /// <summary>Closes every room, without an answer. Called after the writer has ended.</summary>
    /// <param name="isBroken">True if the user may return soon.</param>
    public void Close(bool isBroken)
    {
        foreach (var room in _rooms.Values)
        {
            room.Output.Close(isBroken);
        }

        foreach (var output in _leaving)
        {
            output.Close(isBroken: false);
        }
    }

    private void Post(string name, PostCommand command, Rejection? rejection)
    {
        if (Find(name) is not { } room)
        {
            replies.RefuseNotJoined(name, command.CommandId ?? "");
        }
        else if (rejection is not null)
        {
            replies.Refuse(name, command.CommandId ?? "", rejection);
        }
        else
        {
            room.Posts.Add(command);
            _unsent.Add(room.Posts);
        }
    }

    private Rejection? ValidateJoin(Join join)
    {
        if (RoomName.Validate(join.Room) is { } error)
        {
            return new Rejection(ParleyCode.Invalid, error);
        }

        if (join is { FromCase: Join.FromOneofCase.After, After.Sequence: < 0 } or { FromCase: Join.FromOneofCase.Last, Last: < 0 })
        {
            return new Rejection(
                ParleyCode.Invalid, "The sequence of a position and the number of last events must be 0 or more.");
        }

        if (Find(join.Room) is not null)
        {
            return new Rejection(ParleyCode.AlreadyJoined, "The session is already in this room.");
        }

        return _rooms.Count >= maxRooms
            ? new Rejection(
                ParleyCode.TooManyRooms, $"A session may be in at most {maxRooms} rooms. Leave one first, or open another session.")
            : null;
    }

    private SessionRoom? Find(string name)
    {
        if (!_rooms.TryGetValue(name, out var room))
        {
            return null;
        }

        if (room.Output.IsClosed)
        {
            // The writer closed it because its log could not be read.
            Remove(name, room.Posts);
            return null;
        }

        return room;
    }

    private void Remove(string name, SessionPosts posts)
    {
        _rooms.Remove(name);
        foreach (var (left, old) in _left)
        {
            if (old.IsIdle)
            {
                _left.Remove(left);
            }
        }

        if (!posts.IsIdle)
        {
            _left[name] = posts;
        }
    }
}
