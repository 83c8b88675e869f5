using System.Buffers;
using System.Globalization;
using System.Text;
using CsCheck;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Engine.Tests.Feeds;

public sealed class FeedTests
{
    private static readonly FeedOptions Small = new() { Capacity = 65_536, ReadSize = 4_096 };

    [Fact]
    public void Read_AnyAppendsAndReads_GivesEveryEventOnceInOrder() =>
        Gen.Select(Gen.Long[0, 1_000], Gen.Int[0, 400].List[1, 300], Gen.Int[1, 6_000]).Sample((start, lengths, limit) =>
        {
            var feed = NewFeed();
            feed.AdvanceTo(new RoomInfo(start, null));
            var position = start;
            var expected = new StringBuilder();
            var read = new StringBuilder();
            for (var i = 0; i < lengths.Count; i++)
            {
                var @event = TextFormat.Event(start + i + 1, new string('x', lengths[i]));
                expected.Append(TextFormat.Frame(@event));
                feed.Append([@event]);
                if (i % 7 == 0)
                {
                    ReadAll(feed, ref position, limit, read);
                }
            }

            ReadAll(feed, ref position, limit, read);
            Assert.Equal(expected.ToString(), read.ToString());
            Assert.Equal(start + lengths.Count, position);
        });

    [Fact]
    public void Read_EveryPositionKept_BeginsAtTheNextEvent()
    {
        var feed = NewFeed();
        feed.Append([.. Enumerable.Range(1, 2_000).Select(i => TextFormat.Event(i, new string('x', i % 50 + 1)))]);

        for (var from = feed.First; from <= feed.Head; from++)
        {
            var position = from - 1;
            Assert.Equal(FeedRead.Frames, feed.Read(ref position, 1, out var frames));
            Assert.StartsWith($"[{from}:", Encoding.UTF8.GetString(frames), StringComparison.Ordinal);
            Assert.Equal(from, position);
        }
    }

    [Fact]
    public void Read_BeforeTheFirstEvent_Lags()
    {
        var feed = NewFeed();
        Fill(feed, events: 1_000, length: 100);
        Assert.True(feed.First > 1);

        var position = feed.First - 2;
        Assert.Equal(FeedRead.Lagging, feed.Read(ref position, 4_096, out _));

        position = feed.First - 1;
        Assert.Equal(FeedRead.Frames, feed.Read(ref position, 4_096, out _));
    }

    [Fact]
    public void NoUnboundedMemory_EventsOfAnyLength_StayWithinCapacity() => Gen.Int[0, 20_000].List[1, 300].Sample(lengths =>
    {
        var feed = NewFeed();
        for (var i = 0; i < lengths.Count; i++)
        {
            feed.Append([TextFormat.Event(i + 1, new string('x', lengths[i]))]);
            Assert.True(feed.Size <= Small.Capacity, $"The feed takes {feed.Size} bytes after {i + 1} events.");
        }
    });

    [Fact]
    public void NoUnboundedMemory_SegmentBeyondCapacity_EvictsTheOldest()
    {
        const int FullSegment = 16_384;
        var feed = NewFeed();
        var sequence = 0L;
        while (feed.Size < Small.Capacity)
        {
            sequence++;
            feed.Append([TextFormat.Event(sequence, new string('x', FullSegment - $"[{sequence}:]".Length))]);
        }

        Assert.Equal(1, feed.First);
        Assert.Equal(Small.Capacity, feed.Size);
        feed.Append([TextFormat.Event(sequence + 1)]);
        Assert.Equal(2, feed.First);
    }

    [Fact]
    public void NoUnboundedMemory_EventsTheFormatDoesNotShow_FillSegmentsToo()
    {
        var feed = NewFeed();
        feed.Append([.. Enumerable.Range(1, FeedSegment.MaxEvents).Select(i => TextFormat.Event(i, ""))]);
        var full = feed.Size;

        feed.Append([TextFormat.Event(feed.Head + 1, "")]);
        Assert.True(feed.Size > full, "One more event did not begin a new segment.");
        while (feed.First == 1)
        {
            Assert.True(feed.Size <= Small.Capacity, $"The feed takes {feed.Size} bytes.");
            feed.Append([.. Enumerable.Range(1, FeedSegment.MaxEvents).Select(i => TextFormat.Event(feed.Head + i, ""))]);
        }

        Assert.Equal("", ReadFrom(feed, feed.First - 1));
    }

    [Fact]
    public void Append_EventsUpToTheHead_SkipsThem()
    {
        var feed = NewFeed();
        feed.Append([TextFormat.Event(1, "a"), TextFormat.Event(2, "b")]);

        feed.Append([TextFormat.Event(2, "b"), TextFormat.Event(3, "c")]);

        Assert.Equal("[1:a][2:b][3:c]", ReadFrom(feed, 0));
    }

    [Fact]
    public void Append_AfterAGap_DropsOlderEvents()
    {
        var feed = NewFeed();
        feed.Append([TextFormat.Event(1)]);

        feed.Append([TextFormat.Event(5, "e")]);

        var position = 1L;
        Assert.Equal(FeedRead.Lagging, feed.Read(ref position, 4_096, out _));
        Assert.Equal("[5:e]", ReadFrom(feed, 4));
    }

    [Fact]
    public void Append_EventsTheFormatDoesNotShow_MovesThePosition()
    {
        var feed = NewFeed();
        feed.Append([TextFormat.Event(1, ""), TextFormat.Event(2, "b"), TextFormat.Event(3, "")]);

        Assert.Equal("[2:b]", ReadFrom(feed, 0));
    }

    [Theory]
    [InlineData(5, FeedRead.Lagging)]
    [InlineData(10, FeedRead.Lagging)]
    [InlineData(1, FeedRead.Frames)]
    public void Append_Erasure_DropsWhatItErases(long erased, FeedRead expected)
    {
        var feed = NewFeed();
        feed.AdvanceTo(new RoomInfo(3, null));
        feed.Append([.. Enumerable.Range(4, 7).Select(i => TextFormat.Event(i))]);
        var behind = 3L;
        var atHead = 10L;

        feed.Append([Erasure(11, erased), TextFormat.Event(12)]);

        Assert.Equal(expected, feed.Read(ref behind, 1, out _));
        Assert.Equal(FeedRead.Frames, feed.Read(ref atHead, 4_096, out var frames));
        Assert.Equal("[11:][12:x]", Encoding.UTF8.GetString(frames));
    }

    [Fact]
    public void Append_Erasure_KeepsWhatCameLater()
    {
        var feed = NewFeed();
        feed.Append([.. Enumerable.Range(1, 100).Select(i => TextFormat.Event(i, new string('x', 100)))]);
        var before = feed.First;
        var (behind, later) = (before - 1, 90L);

        feed.Append([Erasure(101, before)]);

        Assert.InRange(feed.First, before + 1, 90);
        Assert.Equal(FeedRead.Lagging, feed.Read(ref behind, 1, out _));
        Assert.Equal(FeedRead.Frames, feed.Read(ref later, 1, out _));
        Assert.Equal(91, later);
    }

    [Theory]
    [InlineData(8, 512)]
    [InlineData(256, 16)]
    [InlineData(1_000_000, 1)]
    public async Task ReadLog_LargeFrames_ReadsFewEvents(int minFrameBytes, int events)
    {
        PageLimit? limit = null;
        ReadLog readLog = (after, asked) =>
        {
            limit = asked;
            return Task.FromResult<IReadOnlyList<RoomEvent>>([TextFormat.Event(after + 1)]);
        };
        var format = new CountingFormat { MinFrameBytes = minFrameBytes };
        var feed = new Feed("room", format, Small, new FeedBudget(long.MaxValue), readLog, () => Task.FromResult(1L), shards: 1);
        feed.AdvanceTo(new RoomInfo(10, null));

        await feed.ReadLogAsync(4);

        Assert.Equal(new PageLimit(events, Small.ReadSize), limit);
    }

    [Fact]
    public async Task ReadLog_AfterAnErasure_SharesNoPageFromBefore()
    {
        var reads = 0;
        ReadLog readLog = (after, _) =>
        {
            reads++;
            return Task.FromResult<IReadOnlyList<RoomEvent>>([TextFormat.Event(after + 1)]);
        };
        var feed = new Feed("room", new TextFormat(), Small, new FeedBudget(long.MaxValue), readLog, () => Task.FromResult(1L), shards: 1);
        feed.AdvanceTo(new RoomInfo(10, null));
        var page = await feed.ReadLogAsync(4);
        Assert.Same(page, await feed.ReadLogAsync(4));

        feed.Append([Erasure(11, 5)]);
        Assert.NotSame(page, await feed.ReadLogAsync(4));
        page = await feed.ReadLogAsync(4);
        feed.AdvanceTo(new RoomInfo(12, null));

        Assert.NotSame(page, await feed.ReadLogAsync(4));
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task WritePage_ReadBeforeAnErasure_WritesNothing()
    {
        ReadLog readLog = (after, _) => Task.FromResult<IReadOnlyList<RoomEvent>>([TextFormat.Event(after + 1)]);
        var feed = new Feed("room", new TextFormat(), Small, new FeedBudget(long.MaxValue), readLog, () => Task.FromResult(1L), shards: 1);
        feed.AdvanceTo(new RoomInfo(10, null));
        var follower = feed.Follow(4, new AsyncSignal());
        var output = new ArrayBufferWriter<byte>();
        var before = await follower.ReadPageAsync();

        feed.Append([Erasure(11, 5)]);
        follower.WritePage(before, output);

        Assert.Equal((0, 4), (output.WrittenCount, follower.Position));
        follower.WritePage(await follower.ReadPageAsync(), output);
        Assert.Equal(5, follower.Position);
    }

    private static RoomEvent Erasure(long sequence, long erased) =>
        new(sequence, "ada", DateTimeOffset.UnixEpoch, new ErasureContent([erased]).Encode());

    [Fact]
    public void AdvanceTo_BeyondTheHead_SendsFollowersToTheLog()
    {
        var feed = NewFeed();
        feed.Append([TextFormat.Event(1, "a")]);

        feed.AdvanceTo(new RoomInfo(3, null));
        feed.Append([TextFormat.Event(2, "b"), TextFormat.Event(3, "c"), TextFormat.Event(4, "d")]);

        var position = 1L;
        Assert.Equal(FeedRead.Lagging, feed.Read(ref position, 4_096, out _));
        Assert.Equal("[4:d]", ReadFrom(feed, 3));
    }

    [Fact]
    public void AdvanceTo_UpToTheHead_HasNoEffect()
    {
        var feed = NewFeed();
        feed.Append([TextFormat.Event(1, "a"), TextFormat.Event(2, "b")]);

        feed.AdvanceTo(new RoomInfo(1, null));

        Assert.Equal("[1:a][2:b]", ReadFrom(feed, 0));
    }

    [Fact]
    public async Task Read_WhileAppending_GivesEveryEventOnceInOrder()
    {
        const int Events = 200_000;
        var options = new FeedOptions { Capacity = 67_108_864 };
        var feed = new Feed("room", new TextFormat(), options, new FeedBudget(long.MaxValue), NoLog, NoFloor, shards: 2);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadSequences(feed, Events))).ToArray();

        for (var i = 1; i <= Events; i += 10)
        {
            feed.Append([.. Enumerable.Range(i, 10).Select(sequence => TextFormat.Event(sequence))]);
        }

        foreach (var read in await Task.WhenAll(readers))
        {
            Assert.Equal(Enumerable.Range(1, Events).Select(i => (long)i), read);
        }
    }

    [Fact]
    public void FollowerRead_SteadyState_AllocatesNothing()
    {
        var feed = NewFeed();
        var follower = feed.Follow(0, new AsyncSignal());
        Fill(feed, events: 400, length: 100);
        var output = new ArrayBufferWriter<byte>(65_536);
        Assert.Equal(FeedRead.Frames, follower.Read(output));
        output.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = follower.Read(output);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(FeedRead.Frames, outcome);
    }

    [Fact]
    public void FollowerRead_FarBehind_CopiesAboutReadSizeAtATime()
    {
        var feed = NewFeed();
        var follower = feed.Follow(0, new AsyncSignal());
        Fill(feed, events: 400, length: 100);
        var output = new ArrayBufferWriter<byte>();

        while (follower.Read(output) == FeedRead.Frames)
        {
            Assert.InRange(output.WrittenCount, 1, Small.ReadSize + 110);
            output.ResetWrittenCount();
        }

        Assert.Equal(400, follower.Position);
    }

    private static Feed NewFeed() => new("room", new TextFormat(), Small, new FeedBudget(long.MaxValue), NoLog, NoFloor, shards: 1);

    private static Task<long> NoFloor() => throw new InvalidOperationException("The log is not read here.");

    private static Task<IReadOnlyList<RoomEvent>> NoLog(long after, PageLimit limit) =>
        throw new InvalidOperationException("These tests do not read the log.");

    private static void Fill(Feed feed, int events, int length)
    {
        var first = feed.Head + 1;
        feed.Append([.. Enumerable.Range(0, events).Select(i => TextFormat.Event(first + i, new string('x', length)))]);
    }

    private static string ReadFrom(Feed feed, long position)
    {
        var text = new StringBuilder();
        ReadAll(feed, ref position, 4_096, text);
        return text.ToString();
    }

    private static void ReadAll(Feed feed, ref long position, int limit, StringBuilder text)
    {
        FeedRead outcome;
        while ((outcome = feed.Read(ref position, limit, out var frames)) == FeedRead.Frames)
        {
            text.Append(Encoding.UTF8.GetString(frames));
        }

        Assert.Equal(FeedRead.AtHead, outcome);
    }

    private static List<long> ReadSequences(Feed feed, int until)
    {
        var sequences = new List<long>(until);
        var position = 0L;
        while (position < until)
        {
            if (feed.Read(ref position, 8_192, out var frames) == FeedRead.Frames)
            {
                foreach (var frame in Encoding.UTF8.GetString(frames).Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries))
                {
                    var digits = frame.AsSpan(0, frame.IndexOf(':', StringComparison.Ordinal));
                    sequences.Add(long.Parse(digits, CultureInfo.InvariantCulture));
                }
            }
        }

        return sequences;
    }
}
