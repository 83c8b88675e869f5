using System.Buffers;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Contracts.Testing.Kinds;

/// <summary>
/// What every <see cref="IRoomKind"/> does, whatever its rules are. Derive a test class from this one, and generate commands that explore
/// the rules: those that are accepted and those that are refused.
/// </summary>
public abstract class RoomKindContract
{
    private const int Histories = 200;
    private const int Commands = 60;

    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The kind under test.</summary>
    protected abstract IRoomKind Kind { get; }

    /// <summary>Options that the kind accepts, each one way to create a room; by default only empty ones.</summary>
    protected virtual IReadOnlyList<byte[]> Options => [[]];

    /// <summary>Generates a command.</summary>
    /// <param name="random">Decides everything about the command, so that a seed can be run again.</param>
    /// <param name="head">The sequence of the room's last event; 1 right after the room was created.</param>
    protected abstract PostCommand Generate(Random random, long head);

    /// <summary>
    /// Folding the log gives the state that living through it gave, from the start and from a snapshot at any place, although the log no
    /// longer has the contents that the kind erased.
    /// </summary>
    [Fact]
    public void Fold_AnyHistory_GivesTheStateThatLivingThroughItGave() => ForEachSeed(random =>
    {
        var options = Options[random.Next(Options.Count)];
        var history = new RoomHistory(Kind, options);
        var snapshots = new List<Snapshot>();
        for (var i = 0; i < Commands; i++)
        {
            history.Post(Generate(random, history.Room.Head), Noon.AddSeconds(i));
            if (random.Next(10) == 0)
            {
                snapshots.Add(new Snapshot(history.Room.Head, Kind.Version, Save(history.Room.State)));
            }
        }

        var lived = Save(history.Room.State);
        Assert.Equal(lived, Save(history.Fold(1, Kind.Create(options)).State));
        foreach (var snapshot in snapshots.Where(_ => Kind.HasState))
        {
            Assert.Equal(lived, Save(history.Fold(snapshot.Sequence, Kind.Open(options, snapshot.State.Span)).State));
        }
    });

    /// <summary>Two rooms with the same history decide alike, and deciding changes nothing.</summary>
    [Fact]
    public void Decide_SameHistory_DecidesAlikeAndChangesNothing() => ForEachSeed(random =>
    {
        var history = new RoomHistory(Kind, Options[0]);
        for (var i = 0; i < Commands; i++)
        {
            var command = Generate(random, history.Room.Head);
            var before = Save(history.Room.State);
            var first = history.Decide(command, Noon);
            var second = history.Decide(command, Noon);

            Assert.Equal(before, Save(history.Room.State));
            Assert.Equal(first.Rejection, second.Rejection);
            Assert.Equal(first.Contents.Select(content => content.ToArray()), second.Contents.Select(content => content.ToArray()));
            history.Post(command, Noon);
        }
    });

    /// <summary>A command that is sent again is recognized by its id and becomes no second event, whatever has happened since.</summary>
    [Fact]
    public void IsRetry_CommandSentAgain_IsRecognized() => ForEachSeed(random =>
    {
        var history = new RoomHistory(Kind, Options[0]);
        var accepted = new List<(PostCommand Command, long Sequence)>();
        for (var i = 0; i < Commands; i++)
        {
            var command = Generate(random, history.Room.Head) with { CommandId = $"id-{i}" };
            var decision = history.Post(command, Noon);
            accepted.AddRange(decision.Accepted ? [(command, decision.Sequence)] : []);
        }

        foreach (var (command, sequence) in accepted)
        {
            var again = history.Post(command, Noon);
            Assert.Equal(sequence, again.Sequence);
            Assert.Empty(again.Events);
        }
    });

    /// <summary>A content of any type, well formed or not, is accepted or refused. Nothing throws.</summary>
    [Fact]
    public void Decide_AnyContent_DoesNotThrow() => ForEachSeed(random =>
    {
        var history = new RoomHistory(Kind, Options[0]);
        for (var i = 0; i < Commands; i++)
        {
            var command = Generate(random, history.Room.Head) with { Content = AnyContent(random, Generate(random, history.Room.Head)) };
            history.Post(command, Noon);
            if (random.Next(3) == 0)
            {
                history.Post(Generate(random, history.Room.Head), Noon);
            }
        }
    });

    /// <summary>A damaged snapshot is refused with <see cref="FormatException"/>, or read as some state. Nothing else is thrown.</summary>
    [Fact]
    public void Open_DamagedSnapshot_ThrowsNothingElse() => ForEachSeed(random =>
    {
        if (!Kind.HasState)
        {
            return;
        }

        var history = new RoomHistory(Kind, Options[0]);
        for (var i = 0; i < Commands; i++)
        {
            history.Post(Generate(random, history.Room.Head), Noon);
        }

        var snapshot = Save(history.Room.State);
        var damaged = random.Next(3) switch
        {
            0 => snapshot[..random.Next(snapshot.Length + 1)],
            1 => Bytes(random, random.Next(50)),
            _ => [.. snapshot.Select(value => random.Next(10) == 0 ? (byte)random.Next(256) : value)],
        };
        try
        {
            Kind.Open(Options[0], damaged);
        }
        catch (FormatException)
        {
            // The engine folds the log instead.
        }
    });

    /// <summary>The kind accepts its own options, and refuses or accepts any others without throwing.</summary>
    [Fact]
    public void ValidateOptions_AnyOptions_DoesNotThrow()
    {
        Assert.All(Options, options => Assert.Null(Kind.ValidateOptions(options)));
        ForEachSeed(random =>
        {
            var options = Bytes(random, random.Next(100));
            if (Kind.ValidateOptions(options) is null)
            {
                Kind.Create(options);
            }
        });
    }

    /// <summary>The kind has a valid name and version.</summary>
    [Fact]
    public void Name_AndVersion_AreValid()
    {
        Assert.Null(RoomKinds.Validate(Kind.Name));
        Assert.InRange(Kind.Version, 1, int.MaxValue);
    }

    private static void ForEachSeed(Action<Random> run)
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            try
            {
                run(new Random(seed));
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}: {exception}");
            }
        }
    }

    private static byte[] Save(IRoomState state)
    {
        var snapshot = new ArrayBufferWriter<byte>();
        state.Save(snapshot);
        return snapshot.WrittenSpan.ToArray();
    }

    private static byte[] AnyContent(Random random, PostCommand command) => random.Next(8) switch
    {
        0 => Bytes(random, random.Next(40)),
        1 => MessageContent.Encode("text"),
        2 => new CustomContent($"type {random.Next(3)}", Bytes(random, random.Next(20))).Encode(),
        3 => StepsContent.Encode([Bytes(random, 3)]),
        4 => ErasedContent.Encoded.ToArray(),
        5 => new ErasureContent([random.Next(1, 5), random.Next(5, 100)]).Encode(),
        6 => command.Content.ToArray()[..random.Next(command.Content.Length + 1)],
        _ => [.. command.Content.ToArray().Select(value => random.Next(8) == 0 ? (byte)random.Next(256) : value)],
    };

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
