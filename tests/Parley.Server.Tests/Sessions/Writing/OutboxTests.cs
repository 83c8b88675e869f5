using Parley.Engine.Members;
using System.Globalization;
using System.IO.Pipelines;
using Parley.Protocol.V1;
using Parley.Server.Sessions.Writing;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Writing;

public sealed class OutboxTests
{
    private readonly Outbox _outbox = new(int.MaxValue);

    [Fact]
    public async Task Reply_AddedWhileTheWriterFindsNone_IsFound()
    {
        const int Answers = 300_000;
        var taken = 0;
        var frame = new ServerFrame();

        var answering = Task.Run(() =>
        {
            for (var i = 0; i < Answers; i++)
            {
                // The writer has just taken the last one and looks for another.
                Await(() => Volatile.Read(ref taken) == i, $"answer {i} to be taken");
                _outbox.Queue(new Reply(frame, 1));
            }
        });
        while (!answering.IsCompleted)
        {
            while (_outbox.TryTakeReply(out _))
            {
                Volatile.Write(ref taken, taken + 1);
            }
        }

        await answering;
    }

    [Fact]
    public async Task Rooms_QueuedWhileTheWriterFindsNone_AreFound()
    {
        const int Times = 150_000;
        var frames = new FrameWriter(new Pipe().Writer);
        var rooms = Rooms(2);
        var taken = 0;

        var waking = Task.Run(() =>
        {
            for (var i = 0; i < Times; i++)
            {
                Await(() => Volatile.Read(ref taken) == i * rooms.Count, $"rooms to be taken {i} times");
                rooms.ForEach(room => Assert.True(room.Queue()));
            }
        });
        while (!waking.IsCompleted)
        {
            while (_outbox.TryTakeReady(out var room))
            {
                room.Write(frames);
                Volatile.Write(ref taken, taken + 1);
            }
        }

        await waking;
    }

    [Fact]
    public void Rooms_AlwaysReady_TakeTurns()
    {
        var frames = new FrameWriter(new Pipe().Writer);
        var rooms = Rooms(3);
        rooms.ForEach(room => room.Queue());

        var turns = new List<RoomOutput>();
        while (turns.Count < 12 && _outbox.TryTakeReady(out var room))
        {
            room.Write(frames);
            room.Queue();
            turns.Add(room);
        }

        Assert.Equal(Enumerable.Repeat(rooms, 4).SelectMany(room => room), turns);
    }

    [Fact]
    public async Task Replies_OfManyThreads_KeepTheOrderOfEachThread()
    {
        const int Threads = 4;
        const int Answers = 50_000;
        var taken = Enumerable.Range(0, Threads).Select(_ => new List<long>()).ToList();
        var answering = Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Answers; i++)
            {
                _outbox.Queue(new Reply(new ServerFrame { Accepted = new Accepted { Room = $"{thread}", Sequence = i } }, 1));
            }
        })).ToList();

        while (TakeAll() | answering.Exists(thread => !thread.IsCompleted))
        {
        }

        await Task.WhenAll(answering);
        TakeAll();
        Assert.All(taken, answers => Assert.Equal(Enumerable.Range(0, Answers).Select(i => (long)i), answers));

        bool TakeAll()
        {
            var any = false;
            while (_outbox.TryTakeReply(out var reply))
            {
                any = true;
                var answer = reply.Frame.Accepted;
                taken[int.Parse(answer.Room, CultureInfo.InvariantCulture)].Add(answer.Sequence);
            }

            return any;
        }
    }

    private static void Await(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, Deadline.Step), $"Waited {Deadline.Step.TotalSeconds} s for {what}.");

    private List<RoomOutput> Rooms(int count) => [.. Enumerable.Range(0, count).Select(i =>
        new RoomOutput($"room-{i}", _outbox, new PageTurns(new PageBudget(1)), Notices(i)))];

    private static PendingNotices Notices(int i) => new($"room-{i}", new NoticeLimit(), () => new MemberList([], 0));
}
