using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Parley.Client;

/// <summary>Registers a client with an application's services.</summary>
public static class ParleyClientExtensions
{
    /// <summary>
    /// Registers a singleton <see cref="ParleyClient"/>. It starts to connect when it is first resolved and keeps trying until it succeeds.
    /// It uses the application's loggers, and its <see cref="TimeProvider"/> if one is registered. It is disposed with the container, which
    /// must be disposed asynchronously; hosts do so.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="address">The server's address, such as <c>http://localhost:50051</c>.</param>
    /// <param name="configure">Creates the options from the defaults: <c>o => o with { User = "ada" }</c>.</param>
    public static IServiceCollection AddParleyClient(
        this IServiceCollection services, string address, Func<ParleyClientOptions, ParleyClientOptions> configure) =>
        services.AddParleyClient(address, (_, options) => configure(options));

    /// <inheritdoc cref="AddParleyClient(IServiceCollection, string, Func{ParleyClientOptions, ParleyClientOptions})"/>
    public static IServiceCollection AddParleyClient(
        this IServiceCollection services, string address, Func<IServiceProvider, ParleyClientOptions, ParleyClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(provider => ParleyClient.Start(address, configure(provider, Defaults(provider))));
    }

    private static ParleyClientOptions Defaults(IServiceProvider provider)
    {
        var options = new ParleyClientOptions();
        return options with
        {
            LoggerFactory = provider.GetService<ILoggerFactory>() ?? options.LoggerFactory,
            TimeProvider = provider.GetService<TimeProvider>() ?? options.TimeProvider,
        };
    }
}
