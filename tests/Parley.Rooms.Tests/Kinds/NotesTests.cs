using Parley.Contracts.Testing.Kinds;
using Parley.Rooms.Kinds;

namespace Parley.Rooms.Tests.Kinds;

/// <summary>A kind that erases keeps the promises of every kind.</summary>
public sealed class NotesTests : RoomKindContract
{
    protected override IRoomKind Kind { get; } = new Notes();

    protected override PostCommand Generate(Random random, long head) => random.Next(3) == 0
        ? Notes.Drop(random.NextInt64(head + 3))
        : Notes.Keep($"note {random.Next()}");
}
