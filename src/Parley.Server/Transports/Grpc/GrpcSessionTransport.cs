using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Parley.Protocol.V1;

namespace Parley.Server.Transports.Grpc;

/// <summary>The transport of a session over <c>RoomService.Connect</c>.</summary>
internal sealed class GrpcSessionTransport(IAsyncStreamReader<ClientFrame> input, HttpContext http, ServerCallContext call)
    : ISessionTransport
{
    private readonly GrpcDuplex<ClientFrame> _duplex = new(input, http, call.CancellationToken);

    public PipeWriter Output => _duplex.Output;

    public CancellationToken Gone => _duplex.Gone;

    public ValueTask<FrameRead> ReadAsync(CancellationToken cancellationToken)
    {
        var read = _duplex.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<FrameRead>(ToFrameRead(read.Result)) : AwaitAsync(read);
    }

    public void Abort() => _duplex.Abort();

    public ValueTask FinishAsync(Farewell farewell)
    {
        call.Status = farewell.ToStatus();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<FrameRead> AwaitAsync(ValueTask<GrpcRead<ClientFrame>> read) => ToFrameRead(await read);

    private static FrameRead ToFrameRead(GrpcRead<ClientFrame> read) => new(read.Message, read.End, read.Status.Detail ?? "");
}
