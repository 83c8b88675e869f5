using Parley.Server.Transports;

namespace Parley.Contracts.Testing.Transports;

/// <summary>Both ends of one connection. Disposing it ends the connection.</summary>
/// <param name="server">The transport under test.</param>
/// <param name="client">The other end.</param>
/// <param name="release">Lets go of what the test's host holds for this connection.</param>
public sealed class TransportPair(ISessionTransport server, ITransportClient client, Func<ValueTask> release) : IAsyncDisposable
{
    /// <summary>The transport under test.</summary>
    public ISessionTransport Server => server;

    /// <summary>The client's end.</summary>
    public ITransportClient Client => client;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await release();
    }
}
