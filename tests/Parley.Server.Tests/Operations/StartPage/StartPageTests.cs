using System.Net;
using Parley.Testing;

namespace Parley.Server.Tests.Operations.StartPage;

public sealed class StartPageTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task StartPage_OnTheWebPort_ShowsHowToConnect()
    {
        using var http = new HttpClient();

        var response = await http.GetAsync(new Uri(_server.WebAddress));
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Parley", page, StringComparison.Ordinal);
        Assert.Contains(_server.GrpcAddress, page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"{_server.WebAddress}/style.css"))).StatusCode);
    }
}
