using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Parley.Protocol.V1;

namespace Parley.Server.Transports.Grpc;

/// <summary>The transport of a session over <c>RoomService.Connect</c>.</summary>
internal sealed class GrpcSessionTransport(HttpContext http, ServerCallContext call) : ISessionTransport
{
    private readonly GrpcDuplex _duplex = new(http, ClientFrame.Descriptor.FullName);

    public PipeWriter Output => _duplex.Output;

    public CancellationToken Gone => _duplex.Gone;

    public ValueTask<FrameRead> ReadAsync(CancellationToken cancellationToken)
    {
        var next = _duplex.MoveNextAsync(cancellationToken);
        return next.IsCompletedSuccessfully ? new ValueTask<FrameRead>(ToFrameRead(next.Result)) : AwaitAsync(next, cancellationToken);
    }

    public void Abort() => _duplex.Abort();

    public ValueTask FinishAsync(Farewell farewell)
    {
        call.Status = _duplex.IsPastDeadline ? GrpcStatuses.PastDeadline : farewell.ToStatus();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FrameRead> AwaitAsync(ValueTask<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            return ToFrameRead(await next);
        }
        catch (Exception exception) when (_duplex.TryExplain(exception, cancellationToken, out var failure) && failure.End != ReadEnd.None)
        {
            return new FrameRead(failure.End, failure.Status.Detail ?? "");
        }
    }

    private FrameRead ToFrameRead(bool isMore) =>
        isMore ? new FrameRead(_duplex.Current, ReadEnd.None) : new FrameRead(ReadEnd.Completed);
}
