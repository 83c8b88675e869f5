using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Parley.Protocol.Chat;

namespace Parley.Server.Contracts.Chat;

/// <summary>
/// Serves the method as <c>/ChatService/JoinChat</c> too, because many copies of the chat contract leave out the package.
/// </summary>
internal sealed class UnpackagedMethodProvider : IServiceMethodProvider<ChatEndpoint>
{
    private static readonly Marshaller<ChatMessage> Marshaller = Marshallers.Create(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => ChatMessage.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<ChatEndpoint> context) =>
        context.AddDuplexStreamingMethod(
            new Method<ChatMessage, ChatMessage>(MethodType.DuplexStreaming, "ChatService", "JoinChat", Marshaller, Marshaller),
            [],
            (service, requests, responses, call) => service.JoinChat(requests, responses, call));
}
