using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task ServerThatIsTrusted_IsTalkedTo()
    {
        await using var server = await StartAsync();
        await using var chat = Start(_certificates.RootFile, "chat", "--user", "ada", "--room", "tls", "--server", server.GrpcAddress);

        await chat.SayAsync("hello");

        Assert.Equal("ada: hello", ChatProcess.Said(await chat.ReadLineAsync("hello")));
        await using var send = Start(_certificates.RootFile, "send", "--user", "bot", "--room", "tls", "--server", server.GrpcAddress, "passed");
        Assert.Equal(0, await send.WaitForExitAsync());
        Assert.Equal("bot: passed", ChatProcess.Said(await chat.ReadLineAsync("passed")));
    }

    [Theory]
    [InlineData("chat", "--user", "ada")]
    [InlineData("send", "--user", "ada", "hello")]
    [InlineData("tail")]
    public async Task ServerThatIsNotTrusted_IsRefused(params string[] arguments)
    {
        using var others = new TestCertificates();
        await using var server = await StartAsync();
        await using var client = Start(others.RootFile, [.. arguments, "--server", server.GrpcAddress]);

        Assert.Equal(1, await client.WaitForExitAsync());
        Assert.StartsWith(
            $"parley: cannot reach {server.GrpcAddress} (no TLS could be agreed on).", Assert.Single(client.Errors), StringComparison.Ordinal);
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task CleartextToATlsPort_SaysThatItCannotBeReached()
    {
        await using var server = await StartAsync();
        await using var tail = ChatProcess.Start("tail", "--server", new Uri(server.GrpcAddress).Authority);

        Assert.Equal(1, await tail.WaitForExitAsync());
        Assert.StartsWith("parley: cannot reach http://localhost", Assert.Single(tail.Errors), StringComparison.Ordinal);
    }

    public void Dispose() => _certificates.Dispose();

    private Task<ServerProcess> StartAsync()
    {
        var (certificate, key) = _certificates.Issue();
        return ServerProcess.StartAsync(["--tls-certificate", certificate, "--tls-key", key]);
    }

    private static TestProcess Start(string trusted, params string[] arguments) => ChatProcess.StartWith(
        new() { ["PARLEY_USER"] = null, ["PARLEY_ROOM"] = null, ["PARLEY_SERVER"] = null, ["SSL_CERT_FILE"] = trusted }, arguments);
}
