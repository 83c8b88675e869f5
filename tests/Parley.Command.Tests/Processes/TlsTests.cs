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
    [InlineData("trusted by nobody", "(its certificate is not trusted). To trust it, set SSL_CERT_FILE to a file")]
    [InlineData("another name", "(its certificate is for example.test, 127.0.0.1). In --server, use a name that the certificate covers")]
    [InlineData("cleartext to TLS", "use https://localhost:")]
    [InlineData("TLS to cleartext", "(the TLS handshake failed). If the server has no TLS, use http://localhost:")]
    public async Task Client_ServerThatItRefuses_SaysWhyAndWhatToDo(string problem, string reason)
    {
        using var others = new TestCertificates();
        await using var server = problem == "TLS to cleartext"
            ? await ServerProcess.StartAsync()
            : await StartAsync(problem == "another name" ? "example.test" : "localhost");
        var authority = new Uri(server.GrpcAddress).Authority;
        var address = problem == "cleartext to TLS" ? $"http://{authority}" : $"https://{authority}";
        var trusted = problem == "trusted by nobody" ? others.RootFile : _certificates.RootFile;
        foreach (var command in (string[])["chat --user ada", "send --user ada hello", "tail", "history", "rooms"])
        {
            await using var client = Start(trusted, [.. command.Split(' '), "--server", address]);

            Assert.Equal(1, await client.WaitForExitAsync());
            var line = Assert.Single(client.Errors);
            Assert.StartsWith($"parley: cannot reach {address} (", line, StringComparison.Ordinal);
            Assert.Contains(reason, line, StringComparison.Ordinal);
            Assert.Empty(await client.ReadToEndAsync());
        }
    }

    // No server starts with such a certificate, so another program has it.
    [Theory]
    [InlineData(true, "(its certificate expired on ")]
    [InlineData(false, "(its certificate is not valid until ")]
    public async Task Client_CertificateOfAnotherTime_SaysWhen(bool isExpired, string reason)
    {
        var (certificate, key) = _certificates.Issue(expired: isExpired, notYet: !isExpired);
        Toolchain.Require("openssl", () => Toolchain.Runs("openssl", "version"));
        await using var server = TestProcess.Start(
            "openssl",
            ["s_server", "-cert", certificate, "-cert_chain", certificate, "-key", key, "-accept", "localhost:0", "-alpn", "h2"]);
        var port = (await server.ReadLineAsync("ACCEPT ")).Split(':')[^1];
        foreach (var command in (string[])["chat --user ada", "tail", "rooms"])
        {
            await using var client = Start(_certificates.RootFile, [.. command.Split(' '), "--server", $"https://localhost:{port}"]);

            Assert.Equal(1, await client.WaitForExitAsync());
            Assert.Contains(reason, Assert.Single(client.Errors), StringComparison.Ordinal);
        }
    }

    public void Dispose() => _certificates.Dispose();

    private Task<ServerProcess> StartAsync(string name = "localhost")
    {
        var (certificate, key) = _certificates.Issue(name: name);
        return ServerProcess.StartAsync(["--tls-certificate", certificate, "--tls-key", key]);
    }

    private static TestProcess Start(string trusted, params string[] arguments) =>
        CommandProcess.StartWith(new() { ["SSL_CERT_FILE"] = trusted }, arguments);
}
