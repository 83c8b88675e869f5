using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Testing;

/// <summary>A session of the generated client.</summary>
internal sealed class GrpcSessionCall(AsyncDuplexStreamingCall<ClientFrame, ServerFrame> call) : ISessionCall
{
    public Status Status => call.GetStatus();

    public Task OpenAsync() => call.ResponseHeadersAsync;

    public Task SendAsync(ClientFrame frame) => call.RequestStream.WriteAsync(frame);

    public Task CompleteAsync() => call.RequestStream.CompleteAsync();

    public async Task<ServerFrame?> ReadAsync() =>
        await call.ResponseStream.MoveNext(CancellationToken.None) ? call.ResponseStream.Current : null;

    public void Dispose() => call.Dispose();
}
