using Parley.Protocol;
using Parley.Server.Transports;

namespace Parley.Contracts.Testing.Transports;

/// <summary>
/// What every <see cref="ISessionTransport"/> does, whatever carries its bytes. Derive a test class from this one and implement
/// <see cref="ConnectAsync"/>.
/// </summary>
public abstract partial class SessionTransportContract : IAsyncLifetime
{
    private TransportPair _pair = null!;

    private ISessionTransport Server => _pair.Server;

    private ITransportClient Client => _pair.Client;

    /// <summary>Opens the connection of a test.</summary>
    public async ValueTask InitializeAsync() => _pair = await ConnectAsync();

    /// <summary>Ends the connection.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await _pair.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a new connection. Nothing has been sent on it in either direction.</summary>
    protected abstract Task<TransportPair> ConnectAsync();

    private static Farewell Refusal { get; } = new(ParleyCode.Malformed, "A reason.", IsBroken: false);

    private Task<FrameRead> ReadAsync() => Server.ReadAsync(CancellationToken.None).AsTask().InTime();

    private Task SendAsync(byte[] bytes) => Client.SendAsync(bytes).InTime();
}
