using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.Transports.Grpc;

/// <summary>Both directions of one gRPC call: messages come in, framed bytes go out.</summary>
/// <typeparam name="TMessage">The message that the client sends.</typeparam>
internal sealed class GrpcDuplex<TMessage>(IAsyncStreamReader<TMessage> input, HttpContext http, CancellationToken gone)
    where TMessage : class, IMessage, new()
{
    /// <summary>Takes framed bytes. Has one writer.</summary>
    public PipeWriter Output { get; } = http.Response.BodyWriter;

    /// <summary>Fires when the client is gone or its deadline has passed.</summary>
    public CancellationToken Gone => gone;

    /// <summary>Reads the next message. Allocates nothing if it has arrived already.</summary>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> fired while the client was still there.
    /// </exception>
    public ValueTask<GrpcRead<TMessage>> ReadAsync(CancellationToken cancellationToken)
    {
        var next = input.MoveNext(cancellationToken);
        return next.IsCompletedSuccessfully ? new ValueTask<GrpcRead<TMessage>>(Current(next.Result)) : AwaitAsync(next, cancellationToken);
    }

    /// <summary>Cuts the client off and closes its connection, which some clients would keep open after the stream is reset.</summary>
    public void Abort()
    {
        http.Abort();
        http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }

    private GrpcRead<TMessage> Current(bool isMore) => isMore ? new(input.Current, ReadEnd.None) : new(null, ReadEnd.Completed);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GrpcRead<TMessage>> AwaitAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            return Current(await next);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            return new(null, ReadEnd.Malformed, new Status(StatusCode.InvalidArgument, NotValid(exception)));
        }
        catch (RpcException exception)
        {
            // ResourceExhausted is how grpc-dotnet refuses a message beyond MaxReceiveMessageSize.
            return exception.StatusCode == StatusCode.ResourceExhausted
                ? new(null, ReadEnd.TooLarge)
                : new(null, ReadEnd.Malformed, exception.Status);
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            // Before all that follow: the end of the client may surface as any of them.
            return new(null, ReadEnd.Gone);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (IOException)
        {
            // Either the connection broke, or a frame's length does not fit into an int.
            return new(null, ReadEnd.Broken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            return new(null, ReadEnd.Gone);
        }
    }

    private static string NotValid(Exception exception) =>
        $"Not a valid {new TMessage().Descriptor.FullName}: {exception.Message}";
}
