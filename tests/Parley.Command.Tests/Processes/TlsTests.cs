using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task Client_TrustedServer_Connects()
    {
        await using var server = await StartAsync();
        string[] room = ["--room", "tls", "--server", server.GrpcAddress];
        await using var chat = Start(_certificates.RootFile, ["chat", "--user", "ada", .. room]);

        await chat.TypeAsync("hello");

        Assert.Equal("ada: hello", CommandProcess.WithoutTime(await chat.ReadLineAsync("hello")));
        await using var send = Start(_certificates.RootFile, ["send", "--user", "bot", .. room, "passed"]);
        Assert.Equal(0, await send.WaitForExitAsync());
        Assert.Equal("bot: passed", CommandProcess.WithoutTime(await chat.ReadLineAsync("passed")));
    }

    [Theory]
    [InlineData("chat", "--user", "ada")]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    public async Task Client_UntrustedServer_RefusesToConnect(params string[] arguments)
    {
        using var others = new TestCertificates();
        await using var server = await StartAsync();
        await using var client = Start(others.RootFile, [.. arguments, "--server", server.GrpcAddress]);

        Assert.Equal(1, await client.WaitForExitAsync());
        var line = Assert.Single(client.Errors);
        Assert.StartsWith($"parley: cannot reach {server.GrpcAddress} (the TLS handshake failed).", line, StringComparison.Ordinal);
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Client_CleartextToATlsPort_ReportsUnreachable()
    {
        await using var server = await StartAsync();

        var line = await CommandProcess.FailAsync(1, "tail", "--server", new Uri(server.GrpcAddress).Authority);

        Assert.StartsWith("parley: cannot reach http://localhost", line, StringComparison.Ordinal);
    }

    public void Dispose() => _certificates.Dispose();

    private Task<ServerProcess> StartAsync()
    {
        var (certificate, key) = _certificates.Issue();
        return ServerProcess.StartAsync(["--tls-certificate", certificate, "--tls-key", key]);
    }

    private static TestProcess Start(string trusted, params string[] arguments) =>
        CommandProcess.StartWith(new() { ["SSL_CERT_FILE"] = trusted }, arguments);
}
