using System.Threading.Channels;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Server.Transports.Grpc;

namespace Parley.Server.Tests.Transports.Grpc;

/// <summary>Gives each call's transport to the test, and keeps the call open until the test releases it.</summary>
internal sealed class TransportService(Channel<(GrpcSessionTransport Transport, TaskCompletionSource Release)> calls)
    : RoomService.RoomServiceBase
{
    public override async Task Connect(
        IAsyncStreamReader<ClientFrame> requestStream, IServerStreamWriter<ServerFrame> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Writer.TryWrite((new GrpcSessionTransport(context.GetHttpContext(), context), release));
        await release.Task;
    }
}
