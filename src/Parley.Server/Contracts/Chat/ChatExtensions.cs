using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Feeds;
using Parley.Protocol;

namespace Parley.Server.Contracts.Chat;

internal static class ChatExtensions
{
    public static IParleyBuilder AddChatContract(this IParleyBuilder parley)
    {
        parley.AddFeedFormat<ChatMessageFormat>();
        parley.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<ChatEndpoint>, UnpackagedMethodProvider>());
        parley.Services.AddGrpc().AddServiceOptions<ChatEndpoint>(chat => chat.MaxReceiveMessageSize = ProtocolLimits.FrameBytes);
        return parley;
    }
}
