using Google.Protobuf;
using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Wire;

/// <summary>Opens sessions, one after the other. One for a client's life: the channel remembers a method for ever.</summary>
internal sealed class SessionCalls
{
    private readonly CallInvoker _invoker;
    private readonly Method<ClientFrame, object> _connect;

    public SessionCalls(CallInvoker invoker)
    {
        _invoker = invoker;
        _connect = new(
            MethodType.DuplexStreaming,
            RoomService.Descriptor.FullName,
            "Connect",
            Marshallers.Create<ClientFrame>(Write, _ => throw new NotSupportedException()),
            Marshallers.Create<object>((_, _) => throw new NotSupportedException(), FrameReader.Read));
    }

    public AsyncDuplexStreamingCall<ClientFrame, object> Open(CancellationToken cancellationToken) =>
        _invoker.AsyncDuplexStreamingCall(_connect, host: null, new CallOptions(cancellationToken: cancellationToken));

    private static void Write(ClientFrame frame, SerializationContext context)
    {
        context.SetPayloadLength(frame.CalculateSize());
        frame.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
