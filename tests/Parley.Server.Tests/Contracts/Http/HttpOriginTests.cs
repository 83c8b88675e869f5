using System.Net;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>Which pages and which host names may use the server over HTTP.</summary>
public sealed class HttpOriginTests(SharedServer shared)
{
    private const string Foreign = "https://chat.example.com";

    private string Port => $"{new Uri(shared.Server.WebAddress).Port}";

    [Theory]
    [InlineData(200, "localhost:PORT")]
    [InlineData(200, "LOCALHOST")]
    [InlineData(200, "app.localhost:PORT")]
    [InlineData(200, "127.0.0.1:PORT")]
    [InlineData(200, "10.1.2.3")]
    [InlineData(200, "[::1]:PORT")]
    [InlineData(403, "evil.example:PORT")]
    [InlineData(403, "localhost.evil.example")]
    [InlineData(403, "chat.example.com")]
    [InlineData(403, "")]
    public async Task Request_WithoutOrigin_DependsOnItsHost(int status, string host)
    {
        var answer = await RawHttp.GetAsync(shared.Server.WebAddress, "/v1/rooms?pageSize=1", WithPort(host));

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 403, answer.Contains("CODE_FORBIDDEN", StringComparison.Ordinal));
        var advises = answer.Contains($"--allowed-origin http://{WithPort(host)}", StringComparison.Ordinal);
        Assert.Equal(status == 403 && host.Length > 0, advises);
    }

    [Theory]
    [InlineData(403, "cross-site", "no-cors")]
    [InlineData(403, "same-site", "no-cors")]
    [InlineData(403, "cross-site", "cors")]
    [InlineData(200, "cross-site", "navigate")]
    [InlineData(200, "same-origin", "cors")]
    [InlineData(200, "none", "navigate")]
    public async Task Request_WithoutOrigin_DependsOnWhoMadeIt(int status, string site, string mode)
    {
        var answer = await RawHttp.ExchangeAsync(
            shared.Server.WebAddress,
            $"GET /v1/rooms HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Cross-Origin-Resource-Policy: same-origin", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "chat.example.com", "https://other.example.com")]
    [InlineData(200, "chat.example.com", Foreign)]
    [InlineData(200, "chat.example.com:8080", Foreign)]
    [InlineData(200, "CHAT.example.com", Foreign)]
    [InlineData(403, "loopback", "http://localhost:3000")]
    [InlineData(200, "any.example.com", "*")]
    public async Task Request_WithoutOrigin_MayNameTheHostOfAnAllowedOrigin(int status, string host, string allowed)
    {
        await using var server = await ServerProcess.StartAsync(["--allowed-origin", allowed]);

        var answer = await RawHttp.GetAsync(server.WebAddress, "/v1/rooms", host);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/rooms")]
    [InlineData("GET", "/v1/rooms/a/events")]
    [InlineData("GET", "/v1/rooms/a/members")]
    [InlineData("GET", "/v1/rooms/a/stream")]
    [InlineData("POST", "/v1/rooms/a/posts")]
    [InlineData("OPTIONS", "/v1/rooms/a/posts")]
    [InlineData("GET", "/v1/openapi.json")]
    [InlineData("GET", "/v1/nothing")]
    public async Task Request_OfAForeignPage_IsRefused(string method, string path)
    {
        using var http = new HttpTester(shared.Server.WebAddress);

        var reply = await http.SendAsync(new HttpMethod(method), path, null, ("Origin", Foreign));

        Assert.Equal((HttpStatusCode.Forbidden, "CODE_FORBIDDEN"), (reply.Status, reply.Code));
        Assert.Contains($"--allowed-origin {Foreign}", reply.Reason, StringComparison.Ordinal);
        Assert.False(reply.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(["Origin"], reply.Headers.Vary);
    }

    [Fact]
    public async Task Request_OfAnAllowedPage_MayReadTheAnswer()
    {
        await using var server = await ServerProcess.StartAsync(["--allowed-origin", Foreign]);
        using var http = new HttpTester(server.WebAddress);
        foreach (var (path, status) in new[]
        {
            ("/v1/rooms", 200), ("/v1/rooms?x=1", 400), ("/v1/nothing", 404), ("/v1/rooms/a/posts", 405), ("/v1/openapi.json", 200),
        })
        {
            var reply = await http.GetAsync(path, ("Origin", Foreign));
            Assert.Equal(status, (int)reply.Status);
            Assert.Equal([Foreign], reply.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.Equal(["Origin"], reply.Headers.Vary);
        }
    }

    [Theory]
    [InlineData("/v1/rooms/a%2Fb/posts", "POST")]
    [InlineData("/v1/rooms/a/stream", "GET")]
    [InlineData("/v1/rooms", "GET")]
    public async Task Preflight_OfAnAllowedPage_SaysWhatItMaySend(string path, string method)
    {
        await using var server = await ServerProcess.StartAsync(["--allowed-origin", Foreign]);
        using var http = new HttpTester(server.WebAddress);

        var reply = await http.SendAsync(
            HttpMethod.Options, path, null, ("Origin", Foreign), ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "content-type"));

        Assert.Equal((HttpStatusCode.NoContent, ""), (reply.Status, reply.Body));
        Assert.Equal([Foreign], reply.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal([method], reply.Headers.GetValues("Access-Control-Allow-Methods"));
        Assert.Equal(["content-type, last-event-id"], reply.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Equal(["600"], reply.Headers.GetValues("Access-Control-Max-Age"));
        Assert.False(reply.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Request_OverTls_MayNameAnyHost()
    {
        using var certificates = new TestCertificates();
        var files = certificates.Issue(name: "chat.example.com");
        await using var server = await ServerProcess.StartAsync(["--tls-certificate", files.Certificate, "--tls-key", files.Key]);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = certificates.Trust();
        using var http = new HttpClient(handler);
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.WebAddress}/v1/rooms/a%2Fb/events?afer=0")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            request.Headers.Host = "chat.example.com";

            // As long as the cookies of other servers on localhost may be. The query still counts.
            request.Headers.Add("Cookie", new string('c', 2_000));
            using var response = await http.SendAsync(request).Within("the answer");

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains("'afer'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private string WithPort(string host) => host.Replace("PORT", Port, StringComparison.Ordinal);
}
