using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Engine.Erasing;

internal static class ErasingExtensions
{
    public static IParleyBuilder AddErasing(this IParleyBuilder parley)
    {
        parley.Services.TryAddSingleton<RoomErasing>();
        return parley;
    }
}
