using Grpc.Core;

namespace Parley.Server.Transports.Grpc;

/// <summary>Why reading from a gRPC stream failed.</summary>
/// <param name="End">What it means; <see cref="ReadEnd.None"/> if the reader itself ended the wait.</param>
/// <param name="Status">For <see cref="ReadEnd.Malformed"/>: what the call ends with.</param>
internal readonly record struct GrpcFailure(ReadEnd End, Status Status = default);
