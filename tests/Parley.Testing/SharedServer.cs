using Xunit;

namespace Parley.Testing;

/// <summary>One server on its defaults for all tests of an assembly; each test takes rooms of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    /// <summary>The running server.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
