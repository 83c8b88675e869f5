using Grpc.Core;

namespace Parley.Server.Transports.Grpc;

/// <summary>The outcome of reading from a gRPC stream.</summary>
/// <param name="Message">The message; <c>null</c> if there are no more.</param>
/// <param name="End">Why there are no more; <see cref="ReadEnd.None"/> with a message.</param>
/// <param name="Status">For <see cref="ReadEnd.Malformed"/>: the status that the call would end with.</param>
internal readonly record struct GrpcRead<TMessage>(TMessage? Message, ReadEnd End, Status Status = default)
    where TMessage : class;
