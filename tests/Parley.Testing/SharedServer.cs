using Xunit;

namespace Parley.Testing;

/// <summary>One server with default settings for all tests of an assembly. Each test uses rooms of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    /// <summary>The running server.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
