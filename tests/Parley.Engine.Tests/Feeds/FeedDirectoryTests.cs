using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Testing;

namespace Parley.Engine.Tests.Feeds;

public sealed class FeedDirectoryTests : IAsyncDisposable
{
    private static readonly TextFormat Format = new();
    private readonly FaultyLog _log = new();
    private readonly FeedDirectory _feeds;

    public FeedDirectoryTests() => _feeds = Create(_log, Format);

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Dispose_LastLease_FreesTheFeed()
    {
        var one = await FollowAsync();
        var two = await FollowAsync();
        Assert.Equal(1, _feeds.Count);

        one.Dispose();
        one.Dispose();
        Assert.Equal(1, _feeds.Count);
        two.Dispose();

        Assert.Equal(0, _feeds.Count);
    }

    [Fact]
    public async Task OneCut_FollowWhileEventsArrive_MissesAndRepeatsNothing()
    {
        // Events 4 and 5 are published while the head is being read. The log answers 4.
        var answer = _log.HoldReads();
        await AppendAsync("abcd");
        var following = FollowAsync();
        _feeds.Publish("room", [TextFormat.Event(4, "d")]);
        _feeds.Publish("room", [TextFormat.Event(5, "e")]);
        answer.SetResult();

        using var lease = await following;
        _feeds.Publish("room", [TextFormat.Event(6, "f")]);

        Assert.Equal("[6:f]", Read(lease));
    }

    [Fact]
    public async Task OneCut_FollowFromAnyPosition_GivesEveryLaterEventOnce()
    {
        await AppendAsync("abcdef");
        foreach (var (from, expected) in new[]
        {
            (FollowFrom.Now, "[7:g]"),
            (FollowFrom.Last(0), "[7:g]"),
            (FollowFrom.Last(2), "[5:e][6:f][7:g]"),
            (FollowFrom.Last(long.MaxValue), "[1:a][2:b][3:c][4:d][5:e][6:f][7:g]"),
            (FollowFrom.After(0), "[1:a][2:b][3:c][4:d][5:e][6:f][7:g]"),
            (FollowFrom.After(4), "[5:e][6:f][7:g]"),
            (FollowFrom.After(99), "[7:g]"),
        })
        {
            using var lease = await FollowAsync(from);
            _feeds.Publish("room", [TextFormat.Event(7, "g")]);
            await _log.AppendAsync([new AppendBatch("room", [TextFormat.Event(7, "g")])]);

            Assert.Equal(expected, await ReadAllAsync(lease));
            _log.Truncate("room", 6);
        }
    }

    [Fact]
    public async Task Follow_LogCannotBeRead_FailsAndTheNextTryWorks()
    {
        await AppendAsync("ab");
        _log.FailNextRead();
        await Assert.ThrowsAsync<RoomLogException>(() => FollowAsync());
        Assert.Equal(0, _feeds.Count);

        using var lease = await FollowAsync();

        Assert.Equal(2, lease.Follower.Position);
    }

    [Fact]
    public async Task ReadLog_WithoutTheNextEvent_Throws()
    {
        await AppendAsync("abc");
        using var lease = await FollowAsync(FollowFrom.After(0));
        _log.Truncate("room", 0);

        await Assert.ThrowsAsync<RoomLogException>(() => lease.Follower.ReadLogAsync(new ArrayBufferWriter<byte>()));
        Assert.Equal(0, lease.Follower.Position);
    }

    [Fact]
    public void Publish_RoomWithoutFollowers_KeepsNothing()
    {
        _feeds.Publish("room", [TextFormat.Event(1)]);

        Assert.Equal(0, _feeds.Count);
    }

    [Fact]
    public async Task Publish_ManyFollowers_WakesThemAll()
    {
        var leases = new List<FollowerLease>();
        var wakes = Enumerable.Range(0, 100).Select(_ => new AsyncSignal()).ToList();
        foreach (var wake in wakes)
        {
            leases.Add(await _feeds.FollowAsync("room", Format, FollowFrom.Now, wake));
        }

        var waits = wakes.ConvertAll(wake => wake.WaitAsync().AsTask());
        _feeds.Publish("room", [TextFormat.Event(1, "a")]);
        await Task.WhenAll(waits).Within("every follower to wake");

        Assert.All(leases, lease => Assert.Equal("[1:a]", Read(lease)));
        leases.ForEach(lease => lease.Dispose());
    }

    [Fact]
    public async Task Publish_FormatThrows_FollowersReadTheLogAndMissNothing()
    {
        var format = new FailingFormat(@event => @event.Sequence == 3);
        var feeds = Create(_log, format);
        using var lease = await feeds.FollowAsync("room", format, FollowFrom.Now, new AsyncSignal());
        await AppendAsync("abcd");
        feeds.Publish("room", [TextFormat.Event(1, "a")]);
        Assert.Equal("[1:a]", Read(lease));

        feeds.Publish("room", [TextFormat.Event(2, "b"), TextFormat.Event(3, "c"), TextFormat.Event(4, "d")]);

        Assert.Equal(4, lease.Follower.Head);
        Assert.Equal("[2:b][3:c][4:d]", await ReadAllAsync(lease));
        await _log.AppendAsync([new AppendBatch("room", [TextFormat.Event(5, "e")])]);
        feeds.Publish("room", [TextFormat.Event(5, "e")]);
        Assert.Equal("[5:e]", Read(lease));
    }

    [Fact]
    public async Task ReadLog_FormatThrows_IsAReadThatFails()
    {
        await AppendAsync("ab");
        var format = new FailingFormat(_ => true);
        using var lease = await Create(_log, format).FollowAsync("room", format, FollowFrom.After(0), new AsyncSignal());

        await Assert.ThrowsAsync<RoomLogException>(() => lease.Follower.ReadLogAsync(new ArrayBufferWriter<byte>()));

        Assert.Equal("[1:a][2:b]", await ReadAllAsync(lease));
    }

    [Fact]
    public async Task Follow_AheadOfPublication_LeavesNobodyToTheLog()
    {
        using var other = await FollowAsync();
        await AppendAsync("abc");
        _feeds.Publish("room", [TextFormat.Event(1, "a"), TextFormat.Event(2, "b")]);
        Assert.Equal("[1:a][2:b]", Read(other));
        _log.ReadsAfter.Clear();

        // Its reader has seen event 3 in the log, where it is durable but not published yet.
        using var lease = await FollowAsync(FollowFrom.After(3));
        Assert.Equal("[3:c]", Read(other));
        _feeds.Publish("room", [TextFormat.Event(3, "c"), TextFormat.Event(4, "d")]);

        Assert.Equal("[4:d]", Read(other));
        Assert.Equal("[4:d]", Read(lease));
        Assert.Equal([2], _log.ReadsAfter);
    }

    [Fact]
    public async Task EncodeOncePerFormat_ManyFollowers_EncodesEachEventOnce()
    {
        const int Events = 500;
        CountingFormat[] followed = [new(), new()];
        var unfollowed = new CountingFormat();
        var feeds = Create(_log, [.. followed, unfollowed]);
        var leases = new List<FollowerLease>();
        for (var i = 0; i < 200; i++)
        {
            leases.Add(await feeds.FollowAsync("room", followed[i % 2], FollowFrom.Now, new AsyncSignal()));
        }

        var expected = "";
        for (var i = 1; i <= Events; i++)
        {
            var @event = TextFormat.Event(i, $"text {i}");
            expected += TextFormat.Frame(@event);
            feeds.Publish("room", [@event]);
        }

        Assert.All(leases, lease => Assert.Equal(expected, Read(lease)));
        Assert.All(followed, format => Assert.Equal(Enumerable.Repeat(1, Events), format.Encoded.Values));
        Assert.Empty(unfollowed.Encoded);
        leases.ForEach(lease => lease.Dispose());
    }

    [Fact]
    public async Task ReadLog_FollowersAtTheSamePlace_ReadAndEncodeEachPageOnce()
    {
        const int Followers = 20;
        var log = new FaultyLog();
        var events = Enumerable.Range(1, 1_000).Select(i => TextFormat.Event(i, new string('x', 100)));
        await log.AppendAsync([new AppendBatch("room", [.. events])]);
        var format = new CountingFormat();
        var options = Options.Create(new FeedOptions { ReadSize = 4_096 });
        var feeds = new FeedDirectory([format], options, log, NullLogger<FeedDirectory>.Instance);
        var readers = new List<(FollowerLease Lease, ArrayBufferWriter<byte> Output)>();
        for (var i = 0; i < Followers; i++)
        {
            readers.Add((await feeds.FollowAsync("room", format, FollowFrom.After(0), new AsyncSignal()), new ArrayBufferWriter<byte>()));
        }

        while (readers[^1].Lease.Follower.Position < 1_000)
        {
            var held = log.HoldReads();
            var reads = readers.ConvertAll(reader => reader.Lease.Follower.ReadLogAsync(reader.Output));
            held.SetResult();
            await Task.WhenAll(reads);
        }

        Assert.Distinct(log.ReadsAfter);
        Assert.All(format.Encoded.Values, times => Assert.Equal(1, times));
        Assert.All(readers, reader => Assert.Equal(readers[0].Output.WrittenMemory.ToArray(), reader.Output.WrittenMemory.ToArray()));
    }

    [Fact]
    public async Task Follow_EventPublishedWhileTheRoomIsRead_KnowsTheKindNevertheless()
    {
        var created = new CreatedContent("steps", 1, default);
        await _log.AppendAsync([new AppendBatch("room", [new RoomEvent(1, "ada", DateTimeOffset.UnixEpoch, created.Encode())])]);
        var held = _log.HoldReads();
        var following = _feeds.FollowAsync("room", Format, FollowFrom.Now, new AsyncSignal());
        await _log.AppendAsync([new AppendBatch("room", [TextFormat.Event(2)])]);
        _feeds.Publish("room", [TextFormat.Event(2)]);
        held.SetResult();

        using var lease = await following;

        Assert.Equal((2, "steps"), (lease.HeadAtJoin, lease.Room.Created?.Kind));
    }

    [Fact]
    public async Task Dispose_WhileOthersFollow_KeepsWakingThem()
    {
        var leases = new List<FollowerLease>();
        var wakes = Enumerable.Range(0, 9).Select(_ => new AsyncSignal()).ToList();
        foreach (var wake in wakes)
        {
            leases.Add(await _feeds.FollowAsync("room", Format, FollowFrom.Now, wake));
        }

        foreach (var index in new[] { 0, 4, 8 })
        {
            leases[index].Dispose();
        }

        var staying = leases.Where((_, index) => index is not (0 or 4 or 8)).ToList();
        var waits = wakes.Where((_, index) => index is not (0 or 4 or 8)).Select(wake => wake.WaitAsync().AsTask()).ToList();
        _feeds.Publish("room", [TextFormat.Event(1)]);

        await Task.WhenAll(waits).Within("the remaining followers to wake");
        staying.ForEach(lease => lease.Dispose());
        Assert.Equal(0, _feeds.Count);
    }

    private Task<FollowerLease> FollowAsync(FollowFrom from = default) => _feeds.FollowAsync("room", Format, from, new AsyncSignal());

    private async Task AppendAsync(string texts) =>
        await _log.AppendAsync([new AppendBatch("room", [.. texts.Select((text, i) => TextFormat.Event(i + 1, $"{text}"))])]);

    [Fact]
    public async Task NoUnboundedMemory_ManyRoomsFollowedAndFilled_StayWithinTheBudgetAndLoseNothing()
    {
        const int Rooms = 10_000;
        const int Events = 5;
        var options = new FeedOptions { Capacity = 8_192, Budget = 1_048_576, ReadSize = 4_096 };
        var feeds = Create(_log, options, Format);
        var content = TextFormat.Event(1, new string('x', 3_000)).Content;
        var leases = new List<FollowerLease>();
        for (var room = 0; room < Rooms; room++)
        {
            leases.Add(await feeds.FollowAsync($"room-{room}", Format, FollowFrom.Now, new AsyncSignal()));
        }

        for (var sequence = 1; sequence <= Events; sequence++)
        {
            for (var room = 0; room < Rooms; room++)
            {
                RoomEvent[] events = [TextFormat.Event(sequence, "") with { Content = content }];
                await _log.AppendAsync([new AppendBatch($"room-{room}", events)]);
                feeds.Publish($"room-{room}", events);
                Assert.True(feeds.Size <= options.Budget, $"The feeds take {feeds.Size} bytes.");
            }

            // Every third follower keeps up, every third falls behind, and every third does not read before the end.
            for (var room = 0; room < Rooms; room += sequence % 2 == 0 ? 3 : 1)
            {
                if (room % 3 < 2)
                {
                    await AssertReadsAsync(room, sequence);
                }
            }
        }

        for (var room = 0; room < Rooms; room++)
        {
            await AssertReadsAsync(room, Events);
            leases[room].Dispose();
        }

        Assert.Equal((0, 0), (feeds.Count, feeds.Size));

        async Task AssertReadsAsync(int room, int upTo)
        {
            var from = leases[room].Follower.Position;
            var read = await ReadAllAsync(leases[room]);
            Assert.Equal(Enumerable.Range((int)from + 1, upTo - (int)from), TextFormat.Sequences(read));
        }
    }

    [Fact]
    public async Task Publish_BudgetExceeded_DropsWhatAllHaveReadBeforeWhatSomebodyNeeds()
    {
        var feeds = Create(_log, new FeedOptions { Budget = 1_048_576 }, Format);
        using var behind = await feeds.FollowAsync("behind", Format, FollowFrom.Now, new AsyncSignal());
        using var read = await feeds.FollowAsync("read", Format, FollowFrom.Now, new AsyncSignal());
        var text = new string('x', 10_000);

        feeds.Publish("behind", [TextFormat.Event(1, text)]);
        for (var sequence = 1; sequence <= 500; sequence++)
        {
            feeds.Publish("read", [TextFormat.Event(sequence, text)]);
            _ = Read(read);
        }

        Assert.Equal(500, read.Follower.Position);
        Assert.Equal(FeedRead.Frames, behind.Follower.Read(new ArrayBufferWriter<byte>()));
    }

    private static string Read(FollowerLease lease)
    {
        var output = new ArrayBufferWriter<byte>();
        lease.Follower.Read(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static async Task<string> ReadAllAsync(FollowerLease lease)
    {
        var output = new ArrayBufferWriter<byte>();
        FeedRead read;
        while ((read = lease.Follower.Read(output)) != FeedRead.AtHead)
        {
            if (read == FeedRead.Lagging)
            {
                await lease.Follower.ReadLogAsync(output);
            }
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static FeedDirectory Create(IRoomLog log, params IFeedFormat[] formats) => Create(log, new FeedOptions(), formats);

    private static FeedDirectory Create(IRoomLog log, FeedOptions options, params IFeedFormat[] formats) =>
        new(formats, Options.Create(options), log, NullLogger<FeedDirectory>.Instance);
}
