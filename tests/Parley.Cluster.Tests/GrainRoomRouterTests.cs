using Microsoft.Extensions.DependencyInjection;
using Parley.Contracts.Testing.Routing;

namespace Parley.Cluster.Tests;

public sealed class GrainRoomRouterTests : RoomRouterContract
{
    protected override void AddRouter(IParleyBuilder parley) => parley.AddGrains();
}
