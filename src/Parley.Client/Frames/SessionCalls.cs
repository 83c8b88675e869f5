using Google.Protobuf;
using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Frames;

/// <summary>Opens the calls of one session after another. A client has one of these, because a channel never forgets a method it has
/// seen.</summary>
internal sealed class SessionCalls
{
    // Its descriptor has this name too, but parses the whole contract first: that takes as long as connecting.
    private const string Service = "parley.v1.RoomService";

    private readonly CallInvoker _invoker;
    private readonly Method<ClientFrame, object> _connect;

    public SessionCalls(CallInvoker invoker)
    {
        _invoker = invoker;
        _connect = new(
            MethodType.DuplexStreaming,
            Service,
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
