using System.Diagnostics;
using System.Globalization;
using Parley.Load.Measuring;
using Parley.Load.Protocols;
using Parley.Load.Sockets;

namespace Parley.Load.Workloads;

/// <summary>Connections, their streams, distributed over rooms round robin, and the senders among them.</summary>
internal sealed class Crowd(WorkloadOptions workload, CrowdOptions options, WorkloadLoop loop)
{
    private const double JoinSeconds = 30;

    private readonly List<IChatConnection> _connections = [];
    private readonly List<Member> _members = [];
    private readonly List<ChatSender> _senders = [];

    public Tally Tally { get; } = new();

    public Histogram Latencies { get; } = new();

    public IReadOnlyList<Member> Members => _members;

    public IReadOnlyList<ChatSender> Senders => _senders;

    /// <summary>The connections whose readers stop reading.</summary>
    public IEnumerable<IChatConnection> Stopped => _connections.Skip(options.Connections);

    public long Verified => _members.Sum(member => member.Reader.Verified);

    public long Answered => _senders.Sum(sender => sender.Answered);

    /// <summary>Connects, and waits until every stream is in its room.</summary>
    public void Join()
    {
        OpenFiles.Allow(options.Connections + options.Stopped + options.Senders);
        var all = options.Streams + options.Stopped;
        while (Tally.Joined < all)
        {
            while (_members.Count < all && _members.Count - Tally.Joined < options.Joining)
            {
                JoinNext();
            }

            var before = Tally.Joined;
            loop.TurnUntil(
                () => Tally.Joined > before || Tally.Ended > 0, JoinSeconds, () => $"{Tally.Joined:N0} of {all:N0} streams joined");
            if (Tally.Ended > 0)
            {
                throw new LoadException(
                    $"The server refused a stream or closed a connection after {Tally.Joined:N0} of {all:N0} streams had joined.");
            }
        }

        AddSenders();
    }

    /// <summary>Makes every sender keep <paramref name="window"/> messages in flight.</summary>
    public void StartClosedLoop(int window)
    {
        foreach (var sender in _senders)
        {
            sender.IsClosedLoop = true;
            sender.Enqueue(window);
        }
    }

    /// <summary>Stops sending, waits until every message has reached every reader, and counts the faults.</summary>
    public long Drain()
    {
        foreach (var sender in _senders)
        {
            sender.IsClosedLoop = false;
        }

        var start = Stopwatch.GetTimestamp();
        var last = Tally.Received;
        while (!HasEverything() && Stopwatch.GetElapsedTime(start).TotalSeconds < workload.MaxSilenceSeconds)
        {
            loop.Turn();
            if (Tally.Received != last)
            {
                (last, start) = (Tally.Received, Stopwatch.GetTimestamp());
            }
        }

        var sent = _senders.ConvertAll(sender => sender.Sent);
        return Tally.Ended + (options.IsReader
            ? _members.Sum(member => member.Reader.FaultsAfter(sent))
            : _senders.Sum(sender => Math.Abs(sender.Sent - sender.Answered)));
    }

    public void Close() => _connections.ForEach(connection => connection.Close());

    private bool HasEverything() => _senders.TrueForAll(sender => sender.Answered == sender.Sent) && Tally.Received >= Expected();

    private long Expected()
    {
        if (!options.IsReader)
        {
            return 0;
        }

        var perRoom = new long[options.Rooms];
        foreach (var sender in _senders)
        {
            perRoom[sender.Index % options.Rooms] += sender.Sent;
        }

        return Enumerable.Range(0, _members.Count).Sum(i => perRoom[i % options.Rooms]);
    }

    private void JoinNext()
    {
        var index = _members.Count;
        var room = index % options.Rooms;
        var latencies = index % options.LatencyEvery == 0 ? Latencies : null;
        var member = new Member(Tally, new ChatReader(room, options.Rooms, options.Senders, latencies));
        var name = options.Rooms == 1 ? options.RoomName : string.Create(CultureInfo.InvariantCulture, $"{options.RoomName}-{room}");
        var user = string.Create(CultureInfo.InvariantCulture, $"u{index:D6}");
        _members.Add(member);
        member.Stream = ConnectionOf(index).Join(new JoinRequest(name, user, IsReader: options.IsReader), member);
    }

    /// <summary>Streams are spread over the connections in blocks. Every stopped reader has its own connection.</summary>
    private IChatConnection ConnectionOf(int stream)
    {
        var at = stream < options.Streams
            ? (int)((long)stream * options.Connections / options.Streams)
            : options.Connections + stream - options.Streams;
        while (_connections.Count <= at)
        {
            _connections.Add(workload.Protocol.Connect(loop.Epoll, workload.Server));
        }

        return _connections[at];
    }

    /// <summary>Spreads each room's senders evenly over its streams.</summary>
    private void AddSenders()
    {
        for (var i = 0; i < options.Senders; i++)
        {
            var room = i % options.Rooms;
            var streams = (options.Streams - room + options.Rooms - 1) / options.Rooms;
            var senders = (options.Senders - room + options.Rooms - 1) / options.Rooms;
            var seat = (int)((long)(i / options.Rooms) * streams / senders);
            var member = _members[room + (seat * options.Rooms)];
            member.Sender = new ChatSender(member.Stream!, i, options.TextBytes, options.IsReader ? null : new PostLatencies(Latencies));
            _senders.Add(member.Sender);
        }
    }
}
