using BenchmarkDotNet.Attributes;
using Parley.Engine.Feeds;
using Parley.Rooms;
using Parley.Server.Contracts.Chat;

namespace Parley.Micro;

/// <summary>Runs a shard's work item on this thread: the cost of a publish for 100 followers, without their sockets.</summary>
[MemoryDiagnoser]
public class WakeBenchmarks
{
    private const int Followers = 100;

    private readonly FeedShard _idle = new();
    private readonly FeedShard _reading = new();
    private readonly Feed _feed = Samples.Feed(new ChatMessageFormat());
    private readonly RoomEvent _event = Samples.Event(1);
    private long _sequence;

    [GlobalSetup]
    public void Prepare()
    {
        for (var i = 0; i < Followers; i++)
        {
            _idle.Add(new Follower(_feed, _idle, 0, new FeedOptions().ReadSize, new AsyncSignal()));
            var reader = new CopyingReader();
            reader.Follower = new Follower(_feed, _reading, 0, new FeedOptions().ReadSize, reader);
            _reading.Add(reader.Follower);
        }
    }

    [Benchmark]
    public void Wake100() => ((IThreadPoolWorkItem)_idle).Execute();

    /// <summary>Appends one event, and 100 followers copy it.</summary>
    [Benchmark]
    public void DeliverTo100()
    {
        _feed.Append([_event with { Sequence = ++_sequence }]);
        ((IThreadPoolWorkItem)_reading).Execute();
    }
}
