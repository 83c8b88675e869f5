using BenchmarkDotNet.Attributes;
using Parley.Rooms;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;
namespace Parley.Micro;

/// <summary>Decides on a post, which becomes an event.</summary>
[MemoryDiagnoser]
public class RoomBenchmarks
{
    private const int Remembered = 1_000;
    private const int Commands = 4_096;

    private readonly Room _room = new(new RoomKinds([ChatKind.Instance]));
    private readonly Room _knowing = new(new RoomKinds([ChatKind.Instance]));
    private readonly PostCommand _post = PostCommand.Message("ada", Samples.Text(32));
    private readonly PostCommand[] _commands =
        [.. Enumerable.Range(0, Commands).Select(i => PostCommand.Message("ada", Samples.Text(32), $"command-{i}"))];

    private readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private int _next;

    [Benchmark]
    public long Decide() => _room.Decide(_post, _now).Sequence;

    /// <summary>The post has a command id, which the room remembers and forgets again.</summary>
    [Benchmark]
    public long DecideCommand()
    {
        var sequence = _knowing.Decide(_commands[_next++ % Commands], _now).Sequence;
        _knowing.Forget(_knowing.Head - Remembered);
        return sequence;
    }
}
