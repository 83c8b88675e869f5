using System.Text;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Sessions;

/// <summary>The rooms of a session: does what the client's frames ask for, and answers each through the outbox. Used by the reader alone.</summary>
internal sealed class SessionRooms(SessionServices services, Outbox outbox)
{
    private const int MaxKeyBytes = 64;
    private const int MaxSignalBytes = 1_024;

    private readonly Dictionary<string, (SessionRoom Room, SessionPosts Posts)> _rooms = [];
    private readonly HashSet<SessionPosts> _collecting = [];
    private readonly PageTurns _turns = new();
    private readonly PassingLimit _limit = new();

    // Of rooms that were left: what is on its way there is still answered, and comes before the posts of a later stay.
    private readonly Dictionary<string, SessionPosts> _leaving = [];

    /// <summary>Whose rooms they are. Set before the first frame is handled.</summary>
    public string User { get; set; } = "";

    /// <summary>Does what a frame asks for.</summary>
    public ValueTask HandleAsync(ClientFrame frame)
    {
        switch (frame.FrameCase)
        {
            case ClientFrame.FrameOneofCase.Post:
                Say(frame.Post);
                break;
            case ClientFrame.FrameOneofCase.Join:
                return new ValueTask(JoinAsync(frame.Join));
            case ClientFrame.FrameOneofCase.Leave:
                Leave(frame.Leave.Room);
                break;
            case ClientFrame.FrameOneofCase.Signal:
                Show(frame.Signal);
                break;
            case ClientFrame.FrameOneofCase.Ping:
                Answer(new ServerFrame { Pong = new Pong() });
                break;
            case ClientFrame.FrameOneofCase.Pong:
                break;
            case ClientFrame.FrameOneofCase.Hello:
                Refuse("", "", Code.AlreadyGreeted, "The session has had its Hello.");
                break;
            default:
                RefuseUnknown(UnknownField.NumberIn(frame));
                break;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Sends on the posts that have collected.</summary>
    public void Depart()
    {
        foreach (var posts in _collecting)
        {
            posts.Depart();
        }

        _collecting.Clear();
    }

    /// <summary>Completes when every post is answered.</summary>
    public Task FlushAsync() => Task.WhenAll(_rooms.Values.Select(room => room.Posts).Concat(_leaving.Values).Select(posts => posts.FlushAsync()));

    /// <summary>Up to where each room has been written by somebody: what a session that ends is still given.</summary>
    public IReadOnlyList<(SessionRoom Room, long Sequence)> Heads() => [.. _rooms.Values.Select(room => (room.Room, room.Room.Head))];

    /// <summary>The user is gone from every room; what was promised is still delivered.</summary>
    public void LeaveMembers()
    {
        foreach (var (room, _) in _rooms.Values)
        {
            room.LeaveMembers();
        }
    }

    /// <summary>Leaves every room, without a word. After the writer has ended.</summary>
    public void Close(bool broken)
    {
        foreach (var (room, _) in _rooms.Values)
        {
            room.Close(broken);
        }
    }

    private async Task JoinAsync(Join join)
    {
        if (Validate(join) is var (code, reason))
        {
            Refuse(join.Room, "", code, reason);
            return;
        }

        var room = new SessionRoom(join.Room, User, outbox, services.Members, _turns, _limit);
        FollowerLease lease;
        try
        {
            lease = await services.Rooms.FollowAsync(join.Room, services.Format, From(join), room);
        }
        catch (RoomLogException exception)
        {
            SessionLogMessages.ReadFailed(services.Logger, exception);
            Refuse(join.Room, "", Code.Unavailable, "The room's log cannot be read now. Join again in a moment.");
            return;
        }

        room.Follow(lease);
        _leaving.Remove(join.Room, out var posts);
        _rooms[join.Room] = (room, posts ?? new SessionPosts(join.Room, services.Rooms, outbox, services.Logger));
        var members = services.Members.Enter(join.Room, room);
        var joined = new Joined
        {
            Room = join.Room,
            Epoch = services.Rooms.Epoch,
            HeadSequence = lease.JoinedAt,
            AfterSequence = lease.Follower.Position,
            Resumed = join.FromCase == Join.FromOneofCase.After && join.After.Epoch == services.Rooms.Epoch && join.After.Sequence <= lease.JoinedAt,
            MemberCount = members.Count,
            Members = { members.Users.Select(name => new Member { User = name }) },
        };
        Answer(new ServerFrame { Joined = joined }, opens: room);
    }

    private FollowFrom From(Join join) => join.FromCase switch
    {
        Join.FromOneofCase.Last => FollowFrom.Last(join.Last),
        Join.FromOneofCase.After when join.After.Epoch == services.Rooms.Epoch => FollowFrom.Sequence(join.After.Sequence),
        _ => FollowFrom.Now,
    };

    private (Code Code, string Reason)? Validate(Join join)
    {
        if (RoomName.Validate(join.Room) is { } error)
        {
            return (Code.Invalid, error);
        }

        if (join is { FromCase: Join.FromOneofCase.After, After.Sequence: < 0 } or { FromCase: Join.FromOneofCase.Last, Last: < 0 })
        {
            return (Code.Invalid, "Where to begin must not be negative: a position's sequence and a number of events are 0 or more.");
        }

        if (Find(join.Room) is not null)
        {
            return (Code.AlreadyJoined, "The session is in this room already.");
        }

        return _rooms.Count >= services.Options.MaxRooms
            ? (Code.TooManyRooms, $"A session may be in {services.Options.MaxRooms} rooms. Leave one first, or open another session.")
            : null;
    }

    private void Leave(string name)
    {
        if (Find(name) is not var (room, posts))
        {
            RefuseNotJoined(name, "");
            return;
        }

        Remove(name, posts);
        Answer(new ServerFrame { Left = new Left { Room = name, Code = Code.Left, Reason = "You asked to leave." } }, closes: room);
    }

    private void Remove(string name, SessionPosts posts)
    {
        _rooms.Remove(name);
        foreach (var (left, old) in _leaving)
        {
            if (old.IsIdle)
            {
                _leaving.Remove(left);
            }
        }

        if (!posts.IsIdle)
        {
            _leaving[name] = posts;
        }
    }

    private void Say(Protocol.V1.Post said)
    {
        if (Find(said.Room) is not var (_, posts))
        {
            RefuseNotJoined(said.Room, said.CommandId);
            return;
        }

        if (said.Content?.KindCase is not Content.KindOneofCase.Message)
        {
            var (code, reason) = MissingContent(said.Content);
            Refuse(said.Room, said.CommandId, code, reason);
            return;
        }

        var post = new PostCommand(User, said.Content.Message.Text, said.CommandId);
        if (ChatRules.Validate(post) is { } rejection)
        {
            Refuse(said.Room, said.CommandId, rejection.Code.ToCode(), rejection.Reason);
            return;
        }

        outbox.Owe(SessionPosts.Weigh(post));
        posts.Add(post);
        _collecting.Add(posts);
    }

    /// <summary>What is wrong with content that is no message.</summary>
    public static (Code Code, string Reason) MissingContent(Content? content) =>
        content is not null && UnknownField.NumberIn(content) is var number and > 0
            ? (Code.UnknownFrame, Unknown("Content", number))
            : (Code.Invalid, "The post has no content.");

    private void RefuseUnknown(int number)
    {
        if (number == 0)
        {
            Refuse("", "", Code.Invalid, "The frame is empty.");
        }
        else
        {
            Refuse("", "", Code.UnknownFrame, Unknown("A frame", number));
        }
    }

    private void Show(Protocol.V1.Signal signal)
    {
        if (Find(signal.Room) is not var (room, _))
        {
            RefuseNotJoined(signal.Room, "");
        }
        else if (signal.Key.Length == 0 || Encoding.UTF8.GetByteCount(signal.Key) > MaxKeyBytes)
        {
            Refuse(signal.Room, "", Code.Invalid, $"The key of a signal has 1 to {MaxKeyBytes} bytes of UTF-8.");
        }
        else if (signal.Content.Length > MaxSignalBytes)
        {
            Refuse(signal.Room, "", Code.Invalid, $"The signal has {signal.Content.Length} bytes; {MaxSignalBytes} are allowed.");
        }
        else
        {
            services.Members.Show(signal.Room, new MemberSignal(User, signal.Key, signal.Content.Memory), from: room);
        }
    }

    private (SessionRoom Room, SessionPosts Posts)? Find(string name)
    {
        if (!_rooms.TryGetValue(name, out var found))
        {
            return null;
        }

        if (found.Room.IsClosed)
        {
            // The writer left it because its log could not be read.
            Remove(name, found.Posts);
            return null;
        }

        return found;
    }

    private static string Unknown(string what, int number) =>
        $"{what} of kind {number} is not known to this server, which speaks protocol version {Versions.Protocol}.";

    private void RefuseNotJoined(string room, string command) => Refuse(room, command, Code.NotJoined, "The session is not in this room. Join it first.");

    private void Refuse(string room, string command, Code code, string reason) => Answer(new ServerFrame
    {
        Rejected = new Rejected { Room = room, CommandId = command, Code = code, Reason = reason, RetryAfterMs = code.RetryAfter() },
    });

    private void Answer(ServerFrame frame, SessionRoom? opens = null, SessionRoom? closes = null)
    {
        // What a refusal says again of the frame may be as long as a frame.
        var weight = Reply.Weigh(frame.CalculateSize());
        outbox.Owe(weight);
        outbox.Add(new Reply(frame, weight, opens, closes));
    }
}
