using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Engine.Routing;

internal static class RoutingExtensions
{
    public static IParleyBuilder AddRouting(this IParleyBuilder parley)
    {
        parley.Services.TryAddSingleton<RoomDirectory>();
        return parley;
    }
}
