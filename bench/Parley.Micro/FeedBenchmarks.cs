using System.Buffers;
using BenchmarkDotNet.Attributes;
using Parley.Engine.Feeds;
using Parley.Rooms;
using Parley.Server.Contracts.Chat;

namespace Parley.Micro;

/// <summary>Appends to a feed, and copies for one follower.</summary>
[MemoryDiagnoser]
public class FeedBenchmarks
{
    private const int ReadSize = 32_768;
    private const int Kept = 2_000;

    private readonly Feed _appended = Samples.Feed(new ChatMessageFormat());
    private readonly Feed _read = Samples.Feed(new ChatMessageFormat());
    private readonly ArrayBufferWriter<byte> _output = new(ReadSize * 2);
    private readonly RoomEvent _event = Samples.Event(1);
    private long _sequence;

    [GlobalSetup]
    public void Prepare() => _read.Append(Samples.Events(1, Kept));

    /// <summary>Allocates the event, its list, and its share of a segment.</summary>
    [Benchmark]
    public void Append() => _appended.Append([_event with { Sequence = ++_sequence }]);

    /// <summary>The engine's cost of one delivery.</summary>
    [Benchmark]
    public int CopyOneEvent() => Copy(after: Kept - 1);

    /// <summary>As much as a stream reads at once.</summary>
    [Benchmark]
    public int CopyReadSize() => Copy(after: 0);

    private int Copy(long after)
    {
        var left = ReadSize;
        while (left > 0 && _read.Read(ref after, left, out var frames) == FeedRead.Frames)
        {
            _output.Write(frames);
            left -= frames.Length;
        }

        var written = _output.WrittenCount;
        _output.ResetWrittenCount();
        return written;
    }
}
