using Parley.Contracts.Testing.Logs;
using Parley.Engine.Logs;
using Parley.Storage.Memory;

namespace Parley.Storage.Tests.Memory;

public sealed class MemoryRoomLogTests : RoomLogContract
{
    protected override Task<IRoomLog> OpenAsync() => Task.FromResult<IRoomLog>(new MemoryRoomLog(Guid.Empty));
}
