using System.Diagnostics;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Tests.Workloads;

public sealed class PaceTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1_000;

    private readonly FakeStream _stream = new();
    private readonly Pace _pace;
    private long _now;

    public PaceTests() => _pace = new Pace(1_000, [new ChatSender(_stream, 0, 100)], () => _now);

    [Fact]
    public void SendDue_OnTime_StampsDueTimes()
    {
        for (_now = 0; _now <= 3 * Millisecond; _now += Millisecond)
        {
            _pace.SendDue();
        }

        Assert.Equal([0, Millisecond, 2 * Millisecond, 3 * Millisecond], _stream.Stamps);
        Assert.Equal(1, _pace.Kept);
    }

    [Fact]
    public void SendDue_AfterAPause_StampsDueTimes()
    {
        _now = 4 * Millisecond;
        _pace.SendDue();

        Assert.Equal([.. Enumerable.Range(0, 5).Select(i => i * Millisecond)], _stream.Stamps);
    }

    [Fact]
    public void SendDue_ServerStalled_LatencyCountsFromDueTime()
    {
        var latencies = new Histogram();
        var reader = new ChatReader(0, 1, 1, latencies);
        _stream.IsBlocked = true;
        _now = 9 * Millisecond;
        _pace.SendDue();
        Assert.Empty(_stream.Stamps);

        _stream.IsBlocked = false;
        _pace.SendDue();
        foreach (var (number, stamp) in _stream.Stamps.Index())
        {
            var text = ChatText.Create(0, 100);
            ChatText.Stamp(text, number, stamp);
            reader.Receive(text, _now);
        }

        Assert.Equal(10, latencies.Count);
        Assert.InRange(latencies.Percentile(1), 9_000, 9_300);
        Assert.InRange(latencies.Percentile(0.5), 4_000, 4_130);
    }

    [Fact]
    public void Kept_GeneratorTooSlow_IsTheShareSent()
    {
        _pace.SendDue();
        _now = 1_000 * Millisecond;

        Assert.InRange(_pace.Kept, 0.0009, 0.0011);
    }

    [Fact]
    public void Kept_ServerHoldsBack_IsOne()
    {
        _pace.SendDue();
        _stream.IsBlocked = true;
        _now = 1_000 * Millisecond;
        _pace.SendDue();

        Assert.Equal(1, _pace.Kept);
    }

    [Fact]
    public void UntilDue_NextMessage_IsRestOfTheInterval()
    {
        _pace.SendDue();
        _now = Millisecond / 4;

        Assert.Equal(750, _pace.UntilDue(TimeSpan.FromSeconds(1)).TotalMicroseconds, 1d);
        Assert.Equal(100, _pace.UntilDue(TimeSpan.FromMicroseconds(100)).TotalMicroseconds);
    }
}
