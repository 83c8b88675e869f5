using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Engine.Feeds;

/// <summary>Adds feeds to a host.</summary>
public static class FeedExtensions
{
    /// <summary>Adds a format that followers can ask for.</summary>
    /// <typeparam name="TFormat">The format. One instance serves all rooms.</typeparam>
    public static IParleyBuilder AddFeedFormat<TFormat>(this IParleyBuilder parley)
        where TFormat : class, IFeedFormat
    {
        parley.Services.TryAddSingleton<TFormat>();
        parley.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IFeedFormat, TFormat>(services => services.GetRequiredService<TFormat>()));
        return parley;
    }

    internal static IParleyBuilder AddFeeds(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<FeedOptions>().BindConfiguration("Parley:Feed").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<FeedDirectory>();
        return parley;
    }
}
