using Microsoft.Extensions.DependencyInjection;
using Parley.Contracts.Testing.Routing;
using Parley.Engine.Routing;

namespace Parley.Engine.Tests.Routing;

public sealed class DirectRoomRouterTests : RoomRouterContract
{
    protected override void AddRouter(IParleyBuilder parley) => parley.Services.AddSingleton<IRoomRouter, DirectRoomRouter>();
}
