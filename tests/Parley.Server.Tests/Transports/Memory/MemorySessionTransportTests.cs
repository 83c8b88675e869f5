using Parley.Contracts.Testing.Transports;

namespace Parley.Server.Tests.Transports.Memory;

public sealed class MemorySessionTransportTests : SessionTransportContract
{
    protected override Task<TransportPair> ConnectAsync()
    {
        var transport = new MemorySessionTransport();
        return Task.FromResult(new TransportPair(transport, transport.Client, () =>
        {
            transport.Dispose();
            return ValueTask.CompletedTask;
        }));
    }
}
