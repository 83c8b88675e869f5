using Parley.Contracts.Testing.Kinds;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Rooms.Tests.Kinds;

public sealed class ChatKindTests : RoomKindContract
{
    protected override IRoomKind Kind => ChatKind.Instance;

    protected override PostCommand Generate(Random random, long head) => random.Next(5) == 0
        ? new PostCommand($"user-{random.Next(3)}", new ErasureContent([random.NextInt64(head + 3)]).Encode(), $"{random.Next(20)}")
        : PostCommand.Message($"user-{random.Next(3)}", new string('é', random.Next(9_000)), $"{random.Next(20)}");
}
