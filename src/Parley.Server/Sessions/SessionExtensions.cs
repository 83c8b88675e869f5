using Microsoft.Extensions.DependencyInjection;

namespace Parley.Server.Sessions;

internal static class SessionExtensions
{
    public static IParleyBuilder AddSessions(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<SessionOptions>().BindConfiguration("Parley:Session").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.AddSingleton<SessionFactory>();
        return parley;
    }
}
