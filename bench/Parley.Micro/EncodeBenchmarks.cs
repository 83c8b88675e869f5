using BenchmarkDotNet.Attributes;
using Parley.Engine.Feeds;
using Parley.Rooms;
using Parley.Server.Contracts.Chat;
using Parley.Server.Frames;

namespace Parley.Micro;

/// <summary>Encodes an event as a frame, which happens once per format with followers.</summary>
[MemoryDiagnoser]
public class EncodeBenchmarks
{
    private readonly ChatMessageFormat _chat = new();
    private readonly RoomEventFormat _session = new();
    private readonly byte[] _frame = new byte[32_768];
    private RoomEvent[] _events = [];
    private int _next;

    [Params(32, 1_024)]
    public int TextBytes { get; set; }

    // Two events take turns, because a format remembers the last one it measured.
    [GlobalSetup]
    public void Prepare() => _events = [Samples.Event(1, TextBytes), Samples.Event(2, TextBytes)];

    [Benchmark]
    public int ChatMessage() => Encode(_chat);

    [Benchmark]
    public int SessionFrame() => Encode(_session);

    private int Encode(IFeedFormat format)
    {
        var @event = _events[_next ^= 1];
        var length = format.Measure(Samples.Room, @event);
        format.Write(Samples.Room, @event, _frame.AsSpan(0, length));
        return length;
    }
}
