using Parley.Protocol.V1;

namespace Parley.Client.Tests.Fakes;

/// <summary>Logs in memory, and the sessions that follow them.</summary>
public sealed class FakeRooms
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Event>> _logs = [];
    private readonly Dictionary<string, HashSet<FakeSession>> _followers = [];
    private readonly Dictionary<(string Room, string User, string Command), long> _commands = [];

    /// <summary>The epoch of all logs.</summary>
    public string Epoch { get; private set; } = "e1";

    /// <summary>The maximum number of events in a page.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>A copy of a room's log.</summary>
    public List<Event> Log(string room)
    {
        lock (_gate)
        {
            return [.. LogOf(room)];
        }
    }

    /// <summary>Loses all logs and starts a new epoch.</summary>
    public void Lose(string epoch)
    {
        lock (_gate)
        {
            _logs.Clear();
            _commands.Clear();
            Epoch = epoch;
        }
    }

    /// <summary>Appends a message and sends it to all followers.</summary>
    public long Post(string room, string user, string text, string command = "")
    {
        lock (_gate)
        {
            if (command.Length > 0 && _commands.TryGetValue((room, user, command), out var first))
            {
                return first;
            }

            var log = LogOf(room);
            var item = new Event
            {
                Room = room,
                Sequence = log.Count + 1,
                User = user,
                TimeMs = 1_000_000 + log.Count,
                CommandId = command,
                Content = new() { Message = new() { Text = text } },
            };
            Append(log, item);
            _commands[(room, user, command)] = item.Sequence;
            return item.Sequence;
        }
    }

    /// <summary>Appends an event of a kind that the client does not know.</summary>
    public void PostUnknown(string room) => Post(room, new Content());

    /// <summary>Appends an event of user <c>new</c>.</summary>
    public void Post(string room, Content content)
    {
        lock (_gate)
        {
            var log = LogOf(room);
            Append(log, new Event { Room = room, Sequence = log.Count + 1, User = "new", Content = content });
        }
    }

    public void Join(FakeSession session, Join join)
    {
        lock (_gate)
        {
            var log = LogOf(join.Room);
            var isResumed = join.FromCase != Protocol.V1.Join.FromOneofCase.After
                || (join.After.Epoch == Epoch && join.After.Sequence <= log.Count);
            var after = join.FromCase switch
            {
                Protocol.V1.Join.FromOneofCase.After when isResumed => join.After.Sequence,
                Protocol.V1.Join.FromOneofCase.Last => Math.Max(0, log.Count - join.Last),
                _ => log.Count,
            };
            FollowersOf(join.Room).Add(session);
            session.Send(new ServerFrame
            {
                Joined = new()
                {
                    Room = join.Room,
                    Epoch = Epoch,
                    HeadSequence = log.Count,
                    AfterSequence = after,
                    Resumed = isResumed,
                    Members = { new Member { User = session.User } },
                    MemberCount = 1,
                },
            });
            foreach (var item in log.Skip((int)after))
            {
                session.Send(new ServerFrame { Event = item });
            }
        }
    }

    public void Leave(FakeSession session, string? room = null)
    {
        lock (_gate)
        {
            foreach (var (_, followers) in _followers.Where(found => room is null || found.Key == room))
            {
                followers.Remove(session);
            }
        }
    }

    /// <summary>Sends a frame to all followers of a room.</summary>
    public void Send(string room, ServerFrame frame)
    {
        lock (_gate)
        {
            foreach (var session in FollowersOf(room))
            {
                session.Send(frame);
            }
        }
    }

    public ListEventsResponse List(ListEventsRequest request)
    {
        lock (_gate)
        {
            var log = LogOf(request.Room);
            var size = Math.Min(PageSize, request.PageSize == 0 ? 100 : request.PageSize);
            var before = request.PageCase == ListEventsRequest.PageOneofCase.Before ? request.Before : log.Count + 1;
            var page = request.PageCase == ListEventsRequest.PageOneofCase.After
                ? log.Skip((int)request.After).Take(size)
                : log.Take((int)before - 1).TakeLast(size);
            return new() { Events = { page }, Epoch = Epoch, HeadSequence = log.Count };
        }
    }

    public ListRoomsResponse List(ListRoomsRequest request)
    {
        lock (_gate)
        {
            var page = _logs.Where(log => log.Value.Count > 0 && string.CompareOrdinal(log.Key, request.After) > 0)
                .OrderBy(log => log.Key, StringComparer.Ordinal).Take(2);
            return new() { Rooms = { page.Select(log => new RoomSummary { Room = log.Key, HeadSequence = log.Value.Count }) } };
        }
    }

    private void Append(List<Event> log, Event item)
    {
        log.Add(item);
        foreach (var session in FollowersOf(item.Room))
        {
            session.Send(new ServerFrame { Event = item });
        }
    }

    private List<Event> LogOf(string room) => _logs.TryGetValue(room, out var log) ? log : _logs[room] = [];

    private HashSet<FakeSession> FollowersOf(string room) => _followers.TryGetValue(room, out var found) ? found : _followers[room] = [];
}
