using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Parley.Protocol;

namespace Parley.Server.Transports.Grpc;

/// <summary>Both directions of one gRPC call: messages come in, framed bytes go out.</summary>
/// <param name="http">The request.</param>
/// <param name="message">The name of the message that the client sends, for the author of the client.</param>
internal sealed class GrpcDuplex(HttpContext http, string message)
{
    private readonly StreamDeadline? _deadline = StreamDeadline.Find(http);
    private readonly GrpcMessages _messages =
        new(http.Request.BodyReader, http.Request.Headers["grpc-encoding"], ProtocolLimits.FrameBytes);

    /// <summary>Takes framed bytes. Has one writer.</summary>
    public PipeWriter Output { get; } = http.Response.BodyWriter;

    /// <summary>Fires when the client is gone or its deadline has passed.</summary>
    public CancellationToken Gone => _deadline?.PassedOrGone ?? http.RequestAborted;

    /// <summary>True if the client's deadline has passed while the client was there.</summary>
    public bool IsPastDeadline => _deadline?.HasPassed == true;

    /// <inheritdoc cref="GrpcMessages.Current"/>
    public ReadOnlySequence<byte> Current => _messages.Current;

    /// <summary>Takes the next message. <see cref="TryExplain"/> explains what it throws.</summary>
    /// <returns>False if the client has nothing more to send.</returns>
    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => _messages.MoveNextAsync(cancellationToken);

    /// <summary>Explains what <see cref="MoveNextAsync"/> threw.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="stopped">What the reader uses to end its wait.</param>
    /// <param name="failure">What happened.</param>
    /// <returns>False for an exception that has nothing to do with the client.</returns>
    public bool TryExplain(Exception exception, CancellationToken stopped, out GrpcFailure failure)
    {
        GrpcFailure? explained = exception switch
        {
            InvalidProtocolBufferException or InvalidDataException => new(
                ReadEnd.Malformed, new Status(StatusCode.InvalidArgument, NotValid(exception))),

            RpcException { StatusCode: StatusCode.ResourceExhausted } => new(ReadEnd.TooLarge),
            RpcException refused => new(ReadEnd.Malformed, refused.Status),

            // This case comes before all that follow: a client that is gone may surface as any of them.
            _ when Gone.IsCancellationRequested => new(ReadEnd.Gone),
            OperationCanceledException when stopped.IsCancellationRequested => new(ReadEnd.None),

            // Either the connection broke, or a frame's length does not fit into an int.
            IOException => new(ReadEnd.Broken),
            OperationCanceledException or InvalidOperationException => new(ReadEnd.Gone),
            _ => null,
        };
        failure = explained ?? default;
        return explained is not null;
    }

    /// <summary>Cuts the client off and closes its connection, which some clients would keep open after the stream is reset.</summary>
    public void Abort()
    {
        http.Abort();
        http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }

    private string NotValid(Exception exception) => $"Not a valid {message}: {exception.Message}";
}
