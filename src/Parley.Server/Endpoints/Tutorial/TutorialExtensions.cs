using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Server.Endpoints.Tutorial;

internal static class TutorialExtensions
{
    public static void AddTutorialChat(this IServiceCollection services) =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<TutorialService>, UnpackagedMethodProvider>());
}
