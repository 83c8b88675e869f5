using System.Globalization;

namespace Parley.Testing;

/// <summary>A real server that reports how many bytes it has allocated since it started.</summary>
public sealed class AllocationGauge : IAsyncDisposable
{
    private AllocationGauge(ServerProcess server) => Server = server;

    /// <summary>The server.</summary>
    public ServerProcess Server { get; }

    /// <summary>Starts a server. It compiles its code only once, so that nothing changes while it is measured.</summary>
    public static async Task<AllocationGauge> StartAsync() => new(await ServerProcess.StartAsync(environment:
    [
        new("DOTNET_STARTUP_HOOKS", typeof(AllocationGauge).Assembly.Location),
        new("DOTNET_TieredCompilation", "0"),
    ]));

    /// <summary>Reads how many bytes all threads have allocated until now.</summary>
    public async Task<long> ReadAllocatedBytesAsync()
    {
        await Server.Process.Input.WriteLineAsync();
        await Server.Process.Input.FlushAsync();
        var line = await Server.Process.ReadLineAsync("allocated ");
        return long.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
