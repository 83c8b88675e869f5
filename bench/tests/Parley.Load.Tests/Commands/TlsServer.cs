using Parley.Testing;

namespace Parley.Load.Tests.Commands;

/// <summary>The real server, over TLS.</summary>
public sealed class TlsServer : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public TestCertificates Certificates { get; } = new();

    public (string Certificate, string Key) Files { get; private set; }

    public int Port => new Uri(_server.GrpcAddress).Port;

    public int ProcessId => _server.Process.Id;

    public async ValueTask InitializeAsync()
    {
        Files = Certificates.Issue();
        _server = await ServerProcess.StartAsync(["--tls-certificate", Files.Certificate, "--tls-key", Files.Key]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Certificates.Dispose();
    }
}
