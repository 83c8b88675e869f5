using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Server.Endpoints.Chat;

internal static class ChatExtensions
{
    public static void AddChat(this IServiceCollection services) =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<ChatEndpoint>, UnpackagedMethodProvider>());
}
