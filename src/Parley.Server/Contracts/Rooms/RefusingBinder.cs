using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Parley.Protocol;
using Parley.Server.Transports.Grpc;

namespace Parley.Server.Contracts.Rooms;

/// <summary>
/// Binds unary methods so that a request that cannot be parsed fails with a code. Otherwise grpc-dotnet takes the exception for one of the
/// server: it logs a stack trace, and the client gets <c>UNKNOWN</c>.
/// </summary>
internal sealed class RefusingBinder(ServiceBinderBase binder) : ServiceBinderBase
{
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        binder.AddMethod(
            new Method<TRequest, TResponse>(
                method.Type, method.ServiceName, method.Name, Refusing(method.RequestMarshaller), method.ResponseMarshaller),
            handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        binder.AddMethod(method, handler);

    private static Marshaller<T> Refusing<T>(Marshaller<T> marshaller) => new(
        marshaller.ContextualSerializer,
        context =>
        {
            try
            {
                return marshaller.ContextualDeserializer(context);
            }
            catch (InvalidProtocolBufferException exception)
            {
                throw ParleyCode.Invalid.ToException($"Not a valid {NameOf<T>()}: {exception.Message}");
            }
        });

    private static string NameOf<T>() => ((MessageDescriptor)typeof(T).GetProperty("Descriptor")!.GetValue(null)!).FullName;
}
