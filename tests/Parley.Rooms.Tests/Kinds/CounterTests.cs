using System.Text;
using CounterKind;
using Parley.Contracts.Testing.Kinds;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Rooms.Tests.Kinds;

/// <summary>The sample kind keeps the promises of every kind.</summary>
public sealed class CounterTests : RoomKindContract
{
    protected override IRoomKind Kind { get; } = new Counter();

    protected override IReadOnlyList<byte[]> Options => [[], "10"u8.ToArray(), "-7"u8.ToArray()];

    protected override PostCommand Generate(Random random, long head) =>
        random.Next(3) == 0 ? Post("undo", random.NextInt64(head + 3)) : Post("add", random.Next(-100, 100));

    private static PostCommand Post(string type, long number) =>
        new("ada", new CustomContent(type, Encoding.UTF8.GetBytes($"{number}")).Encode());
}
