using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;
using Parley.Testing;

namespace Parley.Engine.Tests.Simulation;

/// <summary>
/// The whole engine on one thread, with every choice made by a seed: which task runs next, when the log answers, which commit fails, what
/// the clock shows, when owners vanish and readers stall. TEST_SEED=n runs one seed again.
/// </summary>
public sealed class SimulationTests
{
    internal const string Room = "room";

    private const int Writers = 3;
    private const int Readers = 3;
    private const int PostsEach = 20;
    private const int MaxSteps = 200_000;

    private static readonly int Seeds = LongRun.IsWanted ? 20_000 : 500;

    [Fact]
    public void Run_AnySeed_LogIsDenseAndSeenOnceInOrder()
    {
        if (Environment.GetEnvironmentVariable("TEST_SEED") is { } seed)
        {
            Run(int.Parse(seed, CultureInfo.InvariantCulture));
            return;
        }

        for (var i = 0; i < Seeds; i++)
        {
            try
            {
                Run(i);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Replay with TEST_SEED={i}: {exception}");
            }
        }
    }

    [Fact]
    public void Run_SameSeedTwice_IsTheSameRun() => Assert.Equal(Run(7), Run(7));

    private static string Run(int seed)
    {
        var random = new Random(seed);
        var scheduler = new SimulatedScheduler(random);
        var time = new SimulatedTime(random);
        var log = new SimulatedLog(random);
        var format = new SimulatedFormat(random);
        var feedOptions = Options.Create(new FeedOptions { Capacity = 1_500, ReadSize = 64 });
        var feeds = new FeedDirectory([format], feedOptions, log, NullLogger<FeedDirectory>.Instance);
        var options = Options.Create(new CommitOptions { MaxGroup = 8 });
        var committer = new Committer(log, feeds, new StorageHealth(), options, time, NullLogger<Committer>.Instance, scheduler);
        var kinds = new RoomKinds([ChatKind.Instance, new TallyKind()]);
        var router = new SimulatedRouter(log, feeds, committer, time, kinds, random);
        var isTally = seed % 2 == 1;
        var writers = Enumerable.Range(0, Writers).Select(i => new SimulatedWriter(
            $"user-{i}", PostsEach, isTally ? Tally : Message, router, log, random)).ToList();
        if (isTally)
        {
            log.Create(Room, new CreatedContent("tally", 1, default));
        }

        var readers = Enumerable.Range(0, Readers).Select(_ => new SimulatedReader(feeds, format, random, log)).ToList();

        var writing = writers.ConvertAll(writer => scheduler.Start(writer.RunAsync));
        var reading = readers.ConvertAll(reader => scheduler.Start(reader.RunAsync));
        var trimmer = new SimulatedTrimmer(seed % 4 == 0 ? random.Next(1, 20) : null, log, feeds, kinds, time, random);
        var trimming = scheduler.Start(trimmer.RunAsync);
        var eraser = new SimulatedEraser(
            seed % 3 > 0 ? null : isTally ? Forget : Erase, router, log, random);
        var erasing = scheduler.Start(eraser.RunAsync);
        var steps = 0;
        StepUntil(() => writing.TrueForAll(task => task.IsCompleted));
        eraser.IsStopping = true;
        StepUntil(() => erasing.IsCompleted);
        log.FailureRate = 0;
        format.FailureRate = 0;
        readers.ForEach(reader => reader.IsStopping = true);
        trimmer.IsStopping = true;
        StepUntil(() => reading.TrueForAll(task => task.IsCompleted) && trimming.IsCompleted);

        writing.Concat(reading).Append(trimming).Append(erasing).ToList().ForEach(task => task.GetAwaiter().GetResult());
        Check(log.Durable(Room), writers, readers, trimmer.IsActive);
        Assert.All(
            log.Kept(Room).Where(@event => log.Erased.Contains(@event.Sequence)),
            @event => Assert.Equal(ContentType.Erased, TypeOf(@event)));
        if (isTally)
        {
            CheckTotals(log.Durable(Room));
            CheckSnapshot(log.Snapshot(Room), log.Durable(Room));
        }

        return string.Join(' ', log.Durable(Room).Select(@event => Convert.ToHexString(@event.Content.Span))) + $" in {steps} steps";

        void StepUntil(Func<bool> done)
        {
            while (!done())
            {
                Assert.True(++steps < MaxSteps, "The simulation does not end.");
                var acted = random.Next(50) switch
                {
                    0 => Act(time.Fire),
                    < 20 => log.AnswerOne() || scheduler.RunOne(),
                    _ => scheduler.RunOne() || log.AnswerOne(),
                };
                Assert.True(acted, "Nothing is ready to run: something waits forever.");
            }
        }

        static bool Act(Action action)
        {
            action();
            return true;
        }
    }

    private static PostCommand Tally(string user, int number) => number % 4 == 3
        ? TallyKind.Again(user, number, $"{number}")
        : TallyKind.Add(user, number, $"{number}");

    private static List<PostCommand> Erase(long sequence) => [new("eve", new ErasureContent([sequence]).Encode())];

    // What is erased adds nothing.
    private static List<PostCommand> Forget(long sequence) => [TallyKind.Forget("eve", sequence), TallyKind.Again("eve", sequence)];

    private static PostCommand Message(string user, int number) => PostCommand.Message(user, $"{user}-{number}", $"{number}");

    /// <summary>
    /// Every event was decided by the state that the log before it gives. What was erased before it came into the log cannot be checked.
    /// </summary>
    private static void CheckTotals(IReadOnlyList<RoomEvent> durable)
    {
        long? total = 0;
        foreach (var @event in durable.Skip(1).Where(@event => TypeOf(@event) != ContentType.Erasure))
        {
            if (TypeOf(@event) == ContentType.Erased)
            {
                total = null;
                continue;
            }

            Assert.Equal(total is { } before ? TallyKind.Next(before, @event) : TallyKind.Total(@event), TallyKind.Total(@event));
            total = TallyKind.Total(@event);
        }

        // One event for each command, and one for each hundred.
        Assert.Equal(total / 100, durable.Count(@event => @event.User != "eve") - 1 - (Writers * PostsEach));
    }

    private static ContentType TypeOf(RoomEvent @event) => ContentTypes.Of(@event.Content.Span);

    /// <summary>A snapshot holds the state at its sequence.</summary>
    private static void CheckSnapshot(Snapshot? snapshot, IReadOnlyList<RoomEvent> durable)
    {
        if (snapshot is not null && durable[(int)snapshot.Sequence - 1] is var last && TypeOf(last) != ContentType.Erased)
        {
            Assert.Equal(TallyKind.Total(last), BinaryPrimitives.ReadInt64BigEndian(snapshot.State.Span));
        }
    }

    private static void Check(
        IReadOnlyList<RoomEvent> durable, List<SimulatedWriter> writers, List<SimulatedReader> readers, bool isTrimmed)
    {
        Assert.Equal(Enumerable.Range(1, durable.Count).Select(i => (long)i), durable.Select(@event => @event.Sequence));
        var commands = durable.Where(@event => @event.CommandId is not null).ToList();
        var inLog = commands
            .Select(@event => KeyValuePair.Create(new CommandKey(@event.User, @event.CommandId!), @event.Sequence))
            .ToHashSet();
        Assert.Subset(inLog, writers.SelectMany(writer => writer.Acknowledged).ToHashSet());
        Assert.Equal(Writers * PostsEach, commands.Select(@event => (@event.User, @event.CommandId)).Distinct().Count());

        // The retry of a command whose event was removed is a new one.
        Assert.True(isTrimmed || commands.Count == Writers * PostsEach, $"{commands.Count} commands are in the log.");
        Assert.All(writers, writer => Assert.Equal(PostsEach, writer.Acknowledged.Count));
        foreach (var reader in readers)
        {
            Assert.True(isTrimmed || reader.Removed.Count == 0);
            Assert.Equal(
                Enumerable.Range(1, durable.Count).Select(i => (long)i).Where(i => i > reader.Start).Except(reader.Removed), reader.Seen);
        }
    }
}
