using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Engine.Retention;

internal static class RetentionExtensions
{
    public static IParleyBuilder AddRetention(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<RetentionOptions>().BindConfiguration("Parley:Retention").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<RoomRetention>();
        return parley;
    }
}
