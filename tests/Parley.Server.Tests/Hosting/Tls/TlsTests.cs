using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Grpc.Net.Client;
using Parley.Protocol.Chat;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Tls;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task Tls_ClientTrustsOnlyTheRoot_BothPortsAreServed()
    {
        await using var server = await StartAsync(_certificates.Issue());
        using var http = new HttpClient(Trusting());
        using var channel = GrpcChannel.ForAddress(
            server.GrpcAddress, new GrpcChannelOptions { HttpHandler = Trusting(), DisposeHttpClient = true });
        using var stream = await ChatTester.JoinAsync(new ChatService.ChatServiceClient(channel), "tls");

        await stream.SayAsync("ada", "hello");

        Assert.Equal("hello", (await stream.ReadAsync()).Text);
        Assert.StartsWith("https://localhost:", server.GrpcAddress, StringComparison.Ordinal);
        Assert.StartsWith("https://localhost:", server.WebAddress, StringComparison.Ordinal);
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri($"{server.WebAddress}/healthz")));
        var page = await http.GetStringAsync(new Uri(server.WebAddress));
        Assert.Contains("<title>Parley", page, StringComparison.Ordinal);
        Assert.True(server.Process.Errors.Count == 0, string.Join(Environment.NewLine, server.Process.Errors));
    }

    [Fact]
    public async Task Environment_NamesTheFiles_TlsIsServed()
    {
        var (certificate, key) = _certificates.Issue();
        await using var server = await ServerProcess.StartAsync(
            environment: [new("PARLEY_TLS_CERTIFICATE", certificate), new("PARLEY_TLS_KEY", key)]);

        Assert.StartsWith("https://", server.GrpcAddress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Tls_Version12Or13_IsAccepted(SslProtocols protocol)
    {
        await using var server = await StartAsync(_certificates.Issue());

        await using var tls = await HandshakeAsync(server.GrpcAddress, protocol, SslApplicationProtocol.Http2);

        Assert.Equal(protocol, tls.SslProtocol);
        Assert.Equal(SslApplicationProtocol.Http2, tls.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task Tls_OlderVersionOrOtherProtocol_IsRefused()
    {
        await using var server = await StartAsync(_certificates.Issue());

#pragma warning disable SYSLIB0039, CA5397 // The test needs an obsolete version.
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(server.GrpcAddress, SslProtocols.Tls11, SslApplicationProtocol.Http2));
#pragma warning restore SYSLIB0039, CA5397
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(server.GrpcAddress, SslProtocols.Tls13, SslApplicationProtocol.Http11));
        Assert.True(server.Process.Errors.Count == 0, string.Join(Environment.NewLine, server.Process.Errors));
    }

    [Fact]
    public async Task Cleartext_OnATlsPort_IsClosed()
    {
        await using var server = await StartAsync(_certificates.Issue());
        var address = new Uri(server.GrpcAddress);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        await socket.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());

        var left = await ReadToEndAsync(socket.GetStream()).Within("the end of the connection");

        Assert.DoesNotContain("HTTP", left, StringComparison.Ordinal);
        await using var tls = await HandshakeAsync(server.GrpcAddress, SslProtocols.Tls13, SslApplicationProtocol.Http2);
    }

    [Fact]
    public async Task Key_ReadableByOthers_IsWarnedAboutOnce()
    {
        var files = _certificates.Issue();
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
        }
        else
        {
            File.SetUnixFileMode(files.Key, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        await using var server = await StartAsync(files);
        using var http = new HttpClient(Trusting());
        await http.GetStringAsync(new Uri($"{server.WebAddress}/healthz"));

        server.Process.Signal("TERM");

        Assert.Equal(0, await server.Process.WaitForExitAsync());
        var line = Assert.Single(server.Process.Errors);
        Assert.Contains($"can read the TLS key {files.Key}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_OneWithoutTheOther_IsAUsageError()
    {
        var (certificate, key) = _certificates.Issue();

        await FailsAsync(2, "without --tls-key", "--tls-certificate", certificate);
        await FailsAsync(2, "without --tls-certificate", "--tls-key", key);
    }

    [Fact]
    public async Task Files_Unusable_AreReportedInOneLine()
    {
        var (certificate, key) = _certificates.Issue();
        var (expired, expiredKey) = _certificates.Issue(expired: true);
        var (early, earlyKey) = _certificates.Issue(notYet: true);
        var text = _certificates.Write("somebody's notes");
        var none = Path.Combine(Path.GetDirectoryName(text)!, "none.pem");
        var damaged = _certificates.Write("-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgI=\n-----END CERTIFICATE-----\n");
        var damagedKey = _certificates.Write("-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM4=\n-----END PRIVATE KEY-----\n");

        await FailsAsync("The TLS certificate cannot be read", none, key);
        await FailsAsync("The TLS certificate cannot be read", Path.GetDirectoryName(text)!, key);
        await FailsAsync("The TLS key cannot be read", certificate, none);
        await FailsAsync("holds no certificate in PEM", text, key);
        await FailsAsync("holds no certificate in PEM", key, key);
        await FailsAsync("is damaged", damaged, key);
        await FailsAsync("holds no private key in PEM", certificate, text);
        await FailsAsync("holds no private key in PEM", certificate, certificate);
        await FailsAsync("does not match the certificate", certificate, _certificates.Issue().Key);
        await FailsAsync("or is damaged", certificate, damagedKey);
        await FailsAsync("is encrypted", certificate, EncryptedKey());
        await FailsAsync($"expired on {DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}", expired, expiredKey);
        await FailsAsync($"not valid until {DateTime.UtcNow.AddDays(1):yyyy-MM-dd}", early, earlyKey);
    }

    public void Dispose() => _certificates.Dispose();

    private static Task<ServerProcess> StartAsync((string Certificate, string Key) files) =>
        ServerProcess.StartAsync(["--tls-certificate", files.Certificate, "--tls-key", files.Key]);

    private static Task FailsAsync(string part, string certificate, string key) =>
        FailsAsync(2, part, "--tls-certificate", certificate, "--tls-key", key);

    private static async Task FailsAsync(int exitCode, string part, params string[] arguments)
    {
        await using var process = TestProcess.StartParley(
            ["serve", "--grpc-port", "0", "--web-port", "0", "--data", ":memory:", .. arguments]);

        Assert.Equal(exitCode, await process.WaitForExitAsync());
        var line = Assert.Single(process.Errors);
        Assert.StartsWith("parley: ", line, StringComparison.Ordinal);
        Assert.Contains(part, line, StringComparison.Ordinal);
        Assert.Empty(await process.ReadToEndAsync());
    }

    private static async Task<string> ReadToEndAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private string EncryptedKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return _certificates.Write(key.ExportEncryptedPkcs8PrivateKeyPem(
            "password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));
    }

    private SocketsHttpHandler Trusting() =>
        new() { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = _certificates.Trust() } };

    private async Task<SslStream> HandshakeAsync(string address, SslProtocols protocol, SslApplicationProtocol application)
    {
        var uri = new Uri(address);
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, uri.Port);
        var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = protocol,
                ApplicationProtocols = [application],
                CertificateChainPolicy = _certificates.Trust(),
            }).Within("a handshake");
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
