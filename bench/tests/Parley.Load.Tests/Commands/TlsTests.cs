using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using Grpc.Core;
using Parley.Load.Commands;
using Parley.Load.Sampling;
using Parley.Load.Sockets.Tls;

namespace Parley.Load.Tests.Commands;

/// <summary>The workloads over TLS, against the real server and against servers with another version or protocol.</summary>
public sealed class TlsTests(TlsServer server) : IClassFixture<TlsServer>
{
    private const string Short = "fan-out --connections 2 --senders 1 --warmup 0.1 --seconds 0.1";

    [Theory]
    [InlineData("fan-out --connections 4 --senders 2 --warmup 0.1 --seconds 0.3")]
    [InlineData("fan-out --connections 4 --senders 4 --window 10 --text 16384 --warmup 0.1 --seconds 0.3")]
    [InlineData("fan-out --connections 2 --streams 3 --rooms 2 --senders 4 --rate 200 --warmup 0.1 --seconds 0.3")]
    [InlineData("fan-out --connections 4 --senders 2 --text 4096 --stopped 1 --warmup 0.1 --seconds 0.3")]
    [InlineData("post --senders 3 --rooms 2 --warmup 0.1 --seconds 0.3")]
    [InlineData("ping-pong --streams 3 --warmup 0.1 --seconds 0.3")]
    [InlineData("burst --connections 3 --burst 50 --rounds 2")]
    [InlineData("replay --events 5000")]
    [InlineData("idle --connections 3 --streams 2 --settle 0.1 --seconds 0.1")]
    public void Run_InBothContracts_HasNoFaults(string workload) => Assert.All(["grpc", "session"], protocol =>
        Assert.Equal(0, Run($"{workload} --protocol {protocol}", server.Port, server.Files.Certificate).GetProperty("faults").GetInt64()));

    [Fact]
    public void Run_OtherCertificate_IsInvalid()
    {
        var other = server.Certificates.Issue().Certificate;

        Assert.Equal($"The server's certificate is not the one in '{other}'.", Reason(Short, server.Port, other));
    }

    [Fact]
    public void Run_WithoutTls_IsInvalid() => Assert.Contains("0 of 2 streams", Reason(Short, server.Port, trusted: null));

    [Theory]
    [InlineData(SslProtocols.Tls12, "h2", "The TLS 1.3 handshake with the server failed: ")]
    [InlineData(SslProtocols.Tls13, "", "The server does not offer HTTP/2 (ALPN h2) over TLS.")]
    [InlineData(SslProtocols.None, "", "The TLS 1.3 handshake with the server failed: ")]
    public void Run_ServerWithOtherProtocol_IsInvalid(SslProtocols version, string inside, string reason)
    {
        using var mismatched = new MismatchedServer(server.Files, version, inside);

        Assert.StartsWith(reason, Reason(Short, mismatched.Port, server.Files.Certificate));
    }

    [Fact]
    public async Task Sample_OverTls_Reads()
    {
        using var output = new StringWriter();

        await new Sample(Sampled(server.Files.Certificate)).RunAsync(new StringReader($"{Sample.Measure}\n{Sample.Stop}\n[0]"), output);

        var lines = output.ToString().Split('\n');
        Assert.Equal((Sample.Joined, 0), (lines[0], SampleJson.Report(lines[1]).Faults));
    }

    [Fact]
    public Task Sample_OtherCertificate_Throws() =>
        Assert.ThrowsAsync<RpcException>(
            () => new Sample(Sampled(server.Certificates.Issue().Certificate)).RunAsync(TextReader.Null, TextWriter.Null));

    private SampleOptions Sampled(string trusted) => new()
    {
        Server = new(IPAddress.Loopback, server.Port),
        Tls = TlsTrust.Read(trusted),
        Readers = 2,
        RoomName = "sampled",
        Rooms = 1,
        Senders = 1,
    };

    private string Reason(string line, int port, string? trusted)
    {
        var result = Run(line, port, trusted);
        Assert.False(result.GetProperty("valid").GetBoolean());
        return result.GetProperty("invalidReason").GetString()!;
    }

    private JsonElement Run(string line, int port, string? trusted)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var to = string.Create(CultureInfo.InvariantCulture, $"--server 127.0.0.1:{port} --process {server.ProcessId} --json");
        var tls = trusted is null ? "" : $" --tls {trusted}";
        using var output = new StringWriter();
        using var error = new StringWriter();
        CommandRunner.Run($"{line[..space]} {to}{tls}{line[space..]}".Split(' '), output, error);
        Assert.Empty(error.ToString());
        return JsonDocument.Parse(output.ToString().TrimEnd().Split('\n')[^1]).RootElement;
    }
}
