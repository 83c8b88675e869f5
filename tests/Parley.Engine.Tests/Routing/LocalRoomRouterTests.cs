using Microsoft.Extensions.DependencyInjection;
using Parley.Contracts.Testing.Routing;
using Parley.Engine.Routing.Local;

namespace Parley.Engine.Tests.Routing;

public sealed class LocalRoomRouterTests : RoomRouterContract
{
    protected override void AddRouter(IParleyBuilder parley) => parley.AddLocalRouter();
}
