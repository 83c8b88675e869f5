using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Feeds;

namespace Parley.Server.Contracts.Chat;

internal static class ChatExtensions
{
    public static IParleyBuilder AddChatContract(this IParleyBuilder parley)
    {
        parley.AddFeedFormat<ChatMessageFormat>();
        parley.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<ChatEndpoint>, UnpackagedMethodProvider>());
        parley.Services.AddGrpc();
        return parley;
    }
}
